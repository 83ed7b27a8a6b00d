import type { OutcomePart, OutcomeTarget, TagSpec } from './model.ts';
import { readTags } from './read-tags.ts';
import { type At, asMap, kindOf, placeOf, type Reading, refuseOtherKeys, valueAt } from './reading.ts';
import { entryOf, type YamlEntry, type YamlMap } from './yaml-tree.ts';

const targets: readonly OutcomeTarget[] = [
  'conversation',
  'contact',
  'contacts',
  'company',
  'companies',
  'ticket',
];
const keys = ['add', 'remove', ...targets];

export interface OutcomeReading {
  what: string;
  /** Templates are read in rules; what a test expects is written out. Undefined: no templates. */
  groups?: ReadonlySet<string>;
}

/** `add` and `remove` for the subject, and the same under the names of the objects tied to it. */
export function readOutcome(at: At, of: OutcomeReading, reading: Reading): OutcomePart[] {
  const map = asMap(at);
  if (map === undefined) {
    const message = `${of.what} is a map, such as { add: [Refund] }, not ${kindOf(at.node)}.`;
    reading.report.error('schema', placeOf(at), message);
    return [];
  }
  refuseOtherKeys(map, keys, of.what, reading);
  const parts: OutcomePart[] = [];
  for (const entry of map.node.entries) {
    const target = targets.find((each) => each === entry.key);
    const part =
      target === undefined
        ? ownPart(map, entry, parts, of, reading)
        : targetPart(map, entry, target, of, reading);
    if (part !== undefined) {
      parts.push(part);
    }
  }
  return parts;
}

/** The subject's changes are one part, where its first key stands. */
function ownPart(
  map: At<YamlMap>,
  { key }: YamlEntry,
  parts: readonly OutcomePart[],
  of: OutcomeReading,
  reading: Reading,
): OutcomePart | undefined {
  const first = (key === 'add' || key === 'remove') && !parts.some(({ target }) => target === 'subject');
  return first ? readPart(map, 'subject', of, reading) : undefined;
}

function targetPart(
  map: At<YamlMap>,
  entry: YamlEntry,
  target: OutcomeTarget,
  of: OutcomeReading,
  reading: Reading,
): OutcomePart | undefined {
  const inner = asMap(valueAt(map, entry));
  if (inner === undefined) {
    const message = `"${target}" takes a map, such as { add: [Refund] }, not ${kindOf(entry.value)}.`;
    reading.report.error('schema', placeOf(valueAt(map, entry)), message);
    return undefined;
  }
  if (inner.node.entries.length === 0 && of.groups !== undefined) {
    const message = `"${target}" changes nothing. Write what to add or remove, or leave it out.`;
    reading.report.error('schema', placeOf(inner), message);
  }
  refuseOtherKeys(inner, ['add', 'remove'], `"${target}"`, reading);
  return readPart(inner, target, of, reading);
}

function readPart(
  map: At<YamlMap>,
  target: OutcomeTarget,
  of: OutcomeReading,
  reading: Reading,
): OutcomePart {
  const tags = (key: 'add' | 'remove'): TagSpec[] => {
    const entry = entryOf(map.node, key);
    return entry === undefined ? [] : readTags(valueAt(map, entry), of.groups, reading);
  };
  return { target, add: tags('add'), remove: tags('remove') };
}
