/** `contains`, `starts_with` and `ends_with`: text as it stands, inside words too. */

import type { FoldOptions } from '../text/fold-string.ts';
import { gramsOf } from '../text/grams.ts';
import { compileLiteral, type LiteralOperator } from '../text/literal.ts';
import { leftmost, type TextFinder } from './text-test.ts';
import type { WrittenValue } from './values.ts';

export function compileLiterals(
  operator: LiteralOperator,
  values: readonly WrittenValue[],
  options: FoldOptions,
): TextFinder {
  const literals = values.flatMap(({ text, written }) => {
    const compiled = compileLiteral(operator, text, options);
    return 'error' in compiled ? [] : [{ compiled, written }];
  });
  const find: TextFinder['find'] = (text) =>
    leftmost(literals, ({ compiled, written }) => {
      const span = compiled.find(text);
      return span === null ? undefined : { span, value: written };
    });
  const grams = literals.map(({ compiled }) => gramsOf(compiled.pieces));
  return { find, keys: { kind: 'grams', options, values: grams } };
}
