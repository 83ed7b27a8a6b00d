import { caseFold } from './rules/text/case-fold.ts';

/**
 * Two tag names are the same tag where this agrees: after trimming and ignoring case, accents counted. Intercom:
 * "'MyTag' and 'mytag' will result in a single tag". The same as the rules' own `tagKey`.
 */
export function foldTagName(name: string): string {
  return caseFold(name.trim().normalize('NFC')).normalize('NFC');
}
