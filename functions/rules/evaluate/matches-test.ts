/** `matches`: RE2 expressions on the text as written, and what their groups took. */

import type { PreparedText } from '../text/prepare-text.ts';
import { compileRegex, type RegexMatch } from '../text/regex.ts';
import { type Evaluation, preparedText, textOfValue } from './match.ts';
import { leftmost, type TextFinder } from './text-test.ts';
import type { WrittenValue } from './values.ts';

/** Finds text, and what a named group took at the leftmost match of an expression that has it. */
export interface ExpressionFinder extends TextFinder {
  capture(group: string, value: unknown, evaluation: Evaluation): string | undefined;
}

export function compileExpressions(
  values: readonly WrittenValue[],
  letterCase: 'exact' | undefined,
): ExpressionFinder {
  const expressions = values.flatMap(({ text, written }) => {
    const compiled = compileRegex(text, { case: letterCase });
    return 'error' in compiled ? [] : [{ compiled, written }];
  });
  const find = (text: PreparedText) =>
    leftmost(expressions, ({ compiled, written }) => {
      const span = compiled.find(text);
      return span === null ? undefined : { span, value: written };
    });
  const capture = (group: string, value: unknown, evaluation: Evaluation): string | undefined => {
    const grouped = expressions.filter(({ compiled }) => compiled.groups.includes(group));
    return grouped.length === 0 ? undefined : captureIn(grouped, group, value, evaluation);
  };
  return { find, capture };
}

function captureIn(
  expressions: readonly { compiled: { find(text: PreparedText): RegexMatch | null } }[],
  group: string,
  value: unknown,
  evaluation: Evaluation,
): string | undefined {
  for (const item of Array.isArray(value) ? value : [value]) {
    const text = textOfValue(item);
    const match =
      text === undefined
        ? undefined
        : leftmost(expressions, ({ compiled }) => {
            const span = compiled.find(preparedText(text, evaluation));
            return span === null ? undefined : { span };
          });
    if (match !== undefined) {
      return match.span.groups[group];
    }
  }
  return undefined;
}
