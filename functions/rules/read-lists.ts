import { type At, itemsOf, kindOf, type ListEntry, placeOf, type Reading } from './reading.ts';
import { isNull } from './yaml-scalar.ts';

const maxListValues = 10_000;

/** The values of a list under `lists`, and where each stands. */
export function readList(at: At, reading: Reading): ListEntry[] {
  const items = itemsOf(at);
  if (items.length === 0) {
    reading.report.error(
      'empty_value',
      placeOf(at),
      'This list is empty, so a test with it could never hold.',
    );
  }
  if (items.length > maxListValues) {
    const message = `A list takes at most ${maxListValues} values, and these are ${items.length}.`;
    reading.report.error('schema', placeOf(at), message);
  }
  return items.slice(0, maxListValues).flatMap((item) => {
    const text = readName(item, reading);
    if (text !== undefined && /^\$\p{L}/u.test(text)) {
      const message = `A list cannot hold another list. Name both in the test, or write "$${text}" for the text itself.`;
      reading.report.error('schema', placeOf(item), message);
      return [];
    }
    return text === undefined ? [] : [{ text, place: placeOf(item) }];
  });
}

/** A text that is the name of a tag, or a value of a list. */
export function readName(at: At, reading: Reading): string | undefined {
  if (at.node.kind !== 'scalar') {
    reading.report.error('schema', placeOf(at), `A text stands here, not ${kindOf(at.node)}.`);
    return undefined;
  }
  if (isNull(at.node) || at.node.text.trim() === '') {
    const message = 'Nothing stands here. What begins with # is a comment in YAML: quote it ("#1").';
    reading.report.error('empty_value', placeOf(at), message);
    return undefined;
  }
  return at.node.text;
}
