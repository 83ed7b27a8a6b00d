/** A letter, mark, number or underscore: what may not stand beside a whole word. */
export const WORD = 1;
/** Category M: it belongs to the character before it. */
export const MARK = 2;
/** Of a script written without spaces between words. */
export const SPACELESS = 4;
/** Category S: emoji, currency and mathematical signs. */
export const SYMBOL = 8;
export const SPACE = 16;
/** Default-ignorable: invisible, and dropped by folding. */
export const IGNORABLE = 32;
/** Normalisation may compose it with what stands before it. */
export const EXTENDS = 64;
const KNOWN = 128;

const PATTERNS: readonly (readonly [number, RegExp])[] = [
  [WORD, /[\p{L}\p{M}\p{N}_]/u],
  [MARK, /\p{M}/u],
  [
    SPACELESS,
    /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u,
  ],
  [SYMBOL, /\p{S}/u],
  [SPACE, /\p{White_Space}/u],
  [IGNORABLE, /\p{Default_Ignorable_Code_Point}/u],
  // Beside the marks: the Thai and Lao vowels that NFKC begins with one, Hangul vowels and finals in their
  // three encodings, the half-width voicing marks, and Kirat Rai's vowel signs. fold.test.ts derives the same set from NFKD over all code points.
  [
    EXTENDS,
    /[\p{M}\u0e33\u0eb3\u1161-\u1175\u11a8-\u11c2\u3133\u3135\u3136\u313a-\u313f\u314f-\u3163\uff9e\uff9f\uffa3\uffa5\uffa6\uffaa-\uffaf\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-\uffdc\u{16d63}\u{16d67}-\u{16d6a}]/u,
  ],
];

/** Classes by code point; 0 where one has not been asked for yet. All of Unicode is 1.1 MB, so only what is met is filled. */
const basic = new Uint8Array(0x10000);
const astral = new Map<number, number>();
const ASTRAL_KEPT = 10_000;

/** The classes of a code point, as a sum of the bits above; a lone surrogate has none. */
export function classOf(codePoint: number): number {
  if (codePoint < 0x10000) {
    const known = basic[codePoint];
    if (known !== undefined && known !== 0) return known;
    const found = classify(codePoint);
    basic[codePoint] = found;
    return found;
  }
  const known = astral.get(codePoint);
  if (known !== undefined) return known;
  const found = classify(codePoint);
  if (astral.size >= ASTRAL_KEPT) astral.clear();
  astral.set(codePoint, found);
  return found;
}

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  let bits = KNOWN;
  for (const [bit, pattern] of PATTERNS) if (pattern.test(character)) bits |= bit;
  return bits;
}

/** The code point that begins at `index`; 0 at the end of the text. */
export function codePointFrom(text: string, index: number): number {
  return text.codePointAt(index) ?? 0;
}

/** The code point that ends at `index`; a lone low surrogate stands for itself. */
export function codePointBefore(text: string, index: number): number {
  const low = text.charCodeAt(index - 1);
  if (!isLowSurrogate(low) || index < 2) return low;
  const high = text.charCodeAt(index - 2);
  return isHighSurrogate(high) ? (high - 0xd800) * 0x400 + low - 0xdc00 + 0x10000 : low;
}

export const isHighSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xd800;

export const isLowSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;

export const unitsOf = (codePoint: number): number => (codePoint > 0xffff ? 2 : 1);
