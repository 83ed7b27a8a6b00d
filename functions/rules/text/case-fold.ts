/**
 * Unicode full case folding (CaseFolding.txt, statuses C and F, never T), by code point, so without the
 * context that `toLowerCase` has for the final sigma.
 */
export function caseFold(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** Cherokee came to Unicode as capitals only, so its small letters fold to those. */
const CHEROKEE = /[\u13a0-\u13f5\u13f8-\u13fd\uab70-\uabbf]/;

/**
 * Lower case of upper case is full case folding but for what has no upper case of its own to go through
 * (`ẞ`), what shares one (`ı`), and Cherokee. case-fold.test.ts holds this against Unicode's own tables.
 */
function foldCharacter(character: string): string {
  if (character === 'ı') return character;
  if (character === 'ẞ') return 'ss';
  const upper = character.toUpperCase();
  return CHEROKEE.test(character) ? upper : upper.toLowerCase();
}
