/** `matches`: RE2 expressions on the text as written, and what their groups took. */

import { gramsOf } from '../text/grams.ts';
import type { PreparedText } from '../text/prepare-text.ts';
import { compileRegex, type RegexMatch } from '../text/regex.ts';
import { requiredText } from '../text/required-text.ts';
import { type Evaluation, type IndexKeys, preparedText, textOfValue } from './match.ts';
import { leftmost, type TextFinder } from './text-test.ts';
import type { WrittenValue } from './values.ts';

/** Finds text, and the leftmost match of an expression that has a named group. */
export interface ExpressionFinder extends TextFinder {
  findWith(group: string, text: PreparedText): { span: RegexMatch } | undefined;
}

export function compileExpressions(
  values: readonly WrittenValue[],
  letterCase: 'exact' | undefined,
): ExpressionFinder {
  const expressions = values.flatMap(({ text, written }) => {
    const compiled = compileRegex(text, { case: letterCase });
    return 'error' in compiled ? [] : [{ compiled, written, required: requiredText(text) }];
  });
  const find = (text: PreparedText) =>
    leftmost(expressions, ({ compiled, written, required }) => {
      const span = mayBeFound(required, text) ? compiled.find(text) : null;
      return span === null ? undefined : { span, value: written };
    });
  const findWith = (group: string, text: PreparedText) =>
    leftmost(expressions, ({ compiled }) => {
      const span = compiled.groups.includes(group) ? compiled.find(text) : null;
      return span === null ? undefined : { span };
    });
  const keys = keysOf(expressions.map(({ required }) => required));
  return keys === undefined ? { find, findWith } : { find, findWith, keys };
}

/** Looking for what is required takes a hundredth of the time that the expression takes. */
function mayBeFound(required: readonly string[] | undefined, text: PreparedText): boolean {
  return required === undefined || required.some((each) => text.folded().text.includes(each));
}

/** Texts are filed by their default folding. Undefined where one of the expressions may be found in any text. */
function keysOf(required: readonly (readonly string[] | undefined)[]): IndexKeys | undefined {
  const known = required.filter((texts) => texts !== undefined);
  return known.length < required.length
    ? undefined
    : { kind: 'grams', options: {}, values: known.flat().map((text) => gramsOf([text])) };
}

/** What a named group took, in the first item where an expression with it is found. */
export function captureIn(
  finders: readonly ExpressionFinder[],
  group: string,
  value: unknown,
  evaluation: Evaluation,
): string | undefined {
  for (const item of Array.isArray(value) ? value : [value]) {
    const text = textOfValue(item);
    const match =
      text === undefined
        ? undefined
        : leftmost(finders, (finder) => finder.findWith(group, preparedText(text, evaluation)));
    if (match !== undefined) {
      return match.span.groups[group];
    }
  }
  return undefined;
}
