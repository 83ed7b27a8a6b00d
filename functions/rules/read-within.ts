import type { Weekday, Within } from './model.ts';
import {
  type At,
  asMap,
  itemsOf,
  kindOf,
  placeOf,
  type Reading,
  refuseOtherKeys,
  valueAt,
} from './reading.ts';
import { entryOf, type YamlMap } from './yaml-tree.ts';

export function readWithin(at: At, reading: Reading): Within {
  const { report } = reading;
  const map = asMap(at);
  if (map === undefined) {
    const message = `"within" takes a map, { days: [mon, tue], hours: "09:00-17:30" }, not ${kindOf(at.node)}.`;
    report.error('type_mismatch', placeOf(at), message);
    return {};
  }
  refuseOtherKeys(map, ['days', 'hours'], '"within"', reading);
  const days = textsAt(map, 'days', reading, (text) => weekdays.find((day) => day === text.toLowerCase()), {
    hint: `is no day. The days are ${weekdays.join(', ')}.`,
  });
  const hours = textsAt(map, 'hours', reading, (text) => (isHours(text) ? text : undefined), {
    hint: 'is no span of hours. Write "09:00-17:30".',
  });
  if (days === undefined && hours === undefined) {
    report.error(
      'empty_value',
      placeOf(map),
      'Neither "days" nor "hours" stands here, so this would always hold.',
    );
  }
  return { ...(days && { days }), ...(hours && { hours }) };
}

const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function textsAt<T extends string>(
  map: At<YamlMap>,
  key: string,
  reading: Reading,
  read: (text: string) => T | undefined,
  { hint }: { hint: string },
): T | T[] | undefined {
  const entry = entryOf(map.node, key);
  if (entry === undefined) {
    return undefined;
  }
  const items = itemsOf(valueAt(map, entry));
  if (items.length === 0) {
    const place = placeOf(valueAt(map, entry));
    reading.report.error('empty_value', place, `"${key}" is empty, so the test could never hold.`);
  }
  const values = items.flatMap((item) => {
    const text = item.node.kind === 'scalar' ? item.node.text : kindOf(item.node);
    const value = item.node.kind === 'scalar' ? read(text) : undefined;
    if (value === undefined) {
      reading.report.error('type_mismatch', placeOf(item), `"${text}" ${hint}`);
    }
    return value === undefined ? [] : [value];
  });
  const [only] = values;
  return entry.value.kind === 'scalar' && only !== undefined ? only : values;
}

/** `24:00` is the end of the day; a span that ends where it begins would be empty. */
function isHours(text: string): boolean {
  const ends = /^([01]\d|2[0-3]):([0-5]\d)\s*-\s*(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/u.exec(text);
  return ends !== null && `${ends[1]}:${ends[2]}` !== `${ends[3]}:${ends[4]}`;
}
