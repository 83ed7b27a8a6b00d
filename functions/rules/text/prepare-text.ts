import { isHighSurrogate, isLowSurrogate } from './char-class.ts';
import { foldText } from './fold.ts';
import type { FoldOptions } from './fold-string.ts';
import type { FoldedText } from './folded-text.ts';
import { variantOf } from './folding.ts';
import { type KeyFilter, mayHaveKey, passingFilterOf } from './key-filter.ts';
import { type TextKeys, textKeys } from './text-keys.ts';

/** UTF-16 units of a text that are looked at. */
export const TEXT_LIMIT = 100_000;

/** A text of which every rule asks: cut to size once, and each folding of it done once, when first asked for. */
export interface PreparedText {
  /** What is matched: the original, or what is left of it after the cut. Offsets count in it, and so in the original. */
  readonly original: string;
  readonly cut: boolean;
  folded(options?: FoldOptions): FoldedText;
  /** What any keyword's anchors are looked up among, whatever its options (`keyword.ts`). */
  keys(): TextKeys;
  /** False where a keyword with such a token (no prefix) among its anchors certainly does not occur. */
  mayHaveToken(key: number): boolean;
}

export function prepareText(text: string): PreparedText {
  const cut = text.length > TEXT_LIMIT;
  const original = cut ? text.slice(0, cutOffset(text)) : text;
  const variants: (FoldedText | undefined)[] = [];
  let keys: TextKeys | undefined;
  let filter: KeyFilter | undefined;
  const prepared: PreparedText = {
    original,
    cut,
    folded: (options = {}) => {
      const variant = variantOf(options);
      const folded = variants[variant] ?? foldText(original, options);
      variants[variant] = folded;
      return folded;
    },
    keys: () => {
      keys = keys ?? textKeys(prepared.folded());
      return keys;
    },
    mayHaveToken: (key) => {
      const { tokens, complete } = prepared.keys();
      filter = filter ?? passingFilterOf(tokens);
      return !complete || mayHaveKey(filter, key);
    },
  };
  return prepared;
}

function cutOffset(text: string): number {
  const splits =
    isHighSurrogate(text.charCodeAt(TEXT_LIMIT - 1)) && isLowSurrogate(text.charCodeAt(TEXT_LIMIT));
  return splits ? TEXT_LIMIT - 1 : TEXT_LIMIT;
}
