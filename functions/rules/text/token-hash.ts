/** Hashes of tokens: the keys of text and index alike. */

/** Longer prefixes are filed under their first four units. */
export const PREFIX_UNITS = 4;

export const WORD_SALT = 0x51ed270b;
export const PREFIX_SALT = 0x2f0b4a27;
const CHARACTER_SALT = 0x7b1c3d95;
const PAIR_SALT = 0x19e3779b;

/** Words begin with 0: a character that is a token of its own is told from a word of one letter. */
export const characterHash = (codePoint: number): number => mixed(CHARACTER_SALT, codePoint);

export const characterKey = (codePoint: number): number => sealed(characterHash(codePoint), WORD_SALT);

export const pairKey = (first: number, second: number): number =>
  sealed(mixed(mixed(0, first), second), PAIR_SALT);

/** A multiplicative hash (FNV-1a with another factor) whose state may be sealed, as a key, after any unit. */
export const mixed = (hash: number, value: number): number => Math.imul(hash ^ value, 0x9e3779b1);

/** Thirty bits: an engine keeps such a number without allocating. */
export const sealed = (hash: number, salt: number): number => {
  const state = hash ^ salt;
  const product = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  return (product ^ (product >>> 13)) & 0x3fffffff;
};
