import { caseFold } from './case-fold.ts';
import { foldText } from './fold.ts';
import type { FoldOptions } from './fold-string.ts';

/**
 * `equals` holds where the text and the value have the same key: folded as in all text tests, each run of
 * white space one space.
 */
export function equalityKey(text: string, options: FoldOptions = {}): string {
  return foldText(text, options).text.replace(WHITE_SPACE, ' ');
}

const WHITE_SPACE = /\p{White_Space}+/gu;

/** Tag names are the same where they agree after trimming and ignoring case; accents count, as in Intercom. */
export function tagKey(name: string): string {
  return caseFold(name.trim().normalize('NFC')).normalize('NFC');
}
