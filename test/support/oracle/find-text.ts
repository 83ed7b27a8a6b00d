import { RE2JS } from 're2js';
import type { FieldTest } from '../../../functions/rules/model.ts';
import { findWords } from './find-words.ts';
import { fold } from './fold.ts';
import { foldText, type Span, widen } from './folded-text.ts';

export interface Found extends Span {
  value: string;
  groups?: Record<string, string | null>;
}

/**
 * The match of the test in the text: leftmost, then longest, then the first value; null where none is.
 * An occurrence that overlaps an excepted phrase does not count.
 */
export function findText(
  test: FieldTest,
  values: string[],
  except: string[],
  text: string,
  isCut = false,
): Found | null {
  const folding = { ...(test.case && { case: test.case }), ...(test.accents && { accents: test.accents }) };
  const excepted = except.flatMap((phrase) => findWords(text, phrase, folding));
  const found = values.flatMap((value): Found[] => {
    if (test.operator === 'matches') return findExpression(value, text, test.case === 'exact');
    const spans =
      test.operator === 'words' ? findWords(text, value, folding) : findLiteral(test, value, text, isCut);
    return spans
      .filter((span) => !excepted.some((other) => other.start < span.end && span.start < other.end))
      .map((span) => ({ ...span, value }));
  });
  return found.toSorted((a, b) => a.start - b.start || b.end - a.end)[0] ?? null;
}

function findLiteral(test: FieldTest, value: string, text: string, isCut: boolean): Span[] {
  const folding = { ...(test.case && { case: test.case }), ...(test.accents && { accents: test.accents }) };
  const folded = foldText(text, folding);
  const pieces = fold(value, folding).split(/\p{White_Space}+/u);
  const spans: Span[] = [];
  for (let start = 0; start <= folded.folded.length; start += 1) {
    const end = endOfLiteral(folded.folded, pieces, start);
    if (end === null) continue;
    if (test.operator === 'starts_with' && start > 0) continue;
    if (test.operator === 'ends_with' && (isCut || end < folded.folded.length)) continue;
    spans.push(widen(folded, start, end));
  }
  return spans;
}

/** Where the pieces, with any run of white space between them, end in the text; null where they do not stand. */
function endOfLiteral(text: string, pieces: string[], start: number): number | null {
  let at = start;
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) {
      const run = /^\p{White_Space}+/u.exec(text.slice(at));
      if (run === null) return null;
      at += run[0].length;
    }
    if (!text.startsWith(piece, at)) return null;
    at += piece.length;
  }
  return at;
}

/** `$` at a cut is not looked at here. */
function findExpression(pattern: string, text: string, exactCase: boolean): Found[] {
  const expression = RE2JS.compile(pattern, exactCase ? 0 : RE2JS.CASE_INSENSITIVE);
  const matcher = expression.matcher(text);
  if (!matcher.find()) return [];
  const names = Object.keys(expression.namedGroups());
  const groups = Object.fromEntries(names.map((name) => [name, matcher.group(name)]));
  return [{ start: matcher.start(), end: matcher.end(), value: pattern, groups }];
}
