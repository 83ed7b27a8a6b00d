/** Letters and digits, and what holds them together: `don't`, `re-open`. */
const WORD = /^[\p{L}\p{N}]+(?:['’_-][\p{L}\p{N}]+)*$/u;
const INSIDE = /[\p{L}\p{N}'’_-]/u;

export type WordPlace = 'whole' | 'start' | 'end' | 'anywhere';

/**
 * Tests whether some word of a text is, starts with, ends with or holds the wanted one. What is no single word is
 * found nowhere: "A query with a `=` operator and a `"need support"` value will not yield a result". Both sides are
 * to be in lower case. No text is cut into words: that would take most of the time of a search over 100,000.
 */
export function wordTest(wanted: string, place: WordPlace): (text: string) => boolean {
  if (!WORD.test(wanted)) return () => false;
  const anyStart = place === 'end' || place === 'anywhere';
  const anyEnd = place === 'start' || place === 'anywhere';
  return (text) => {
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
      if ((anyStart || isBoundary(text, at - 1)) && (anyEnd || isBoundary(text, at + wanted.length))) {
        return true;
      }
    }
    return false;
  };
}

function isBoundary(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return true;
  // What most words are bounded by, before the slower question.
  const code = text.charCodeAt(at);
  return code === SPACE || code === NEWLINE || !INSIDE.test(text.charAt(at));
}

const SPACE = 32;
const NEWLINE = 10;
