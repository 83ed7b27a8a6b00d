import * as fc from 'fast-check';

/** Characters on which folding, word boundaries and offsets can go wrong, of many scripts. */
const TRICKY = [
  ...Array.from('abcABCfis0129_ \t\n.,-\'"*+$#@™℠№㎏①½²ﬁﬀßẞſıİIłŁøØđæÆœéÉñŉǆ'),
  ...Array.from('ΣσςΆάᾳйЙиИёїґշևאבשׁمَرﷺـかがｶﾞﾟガ返金々ー〇กิำ่คืນຳခမ្ក한한ㅋㅏㄳﾡￂहिन्दीক্ষ'),
  ...Array.from(
    '\u0301\u0308\u0323\u0306\u0338\u0345\u20e3\u3099\u05b8\u064b\u200b\u200c\u200d\u00ad\ufe0f\u034f\u3164\u115f\u2066',
  ),
  ...Array.from('’‘“«–—−¨´¯…👍🏽👩💻❤🇩🇪𝐀𝟗𐐀𞤀\u{e0100}\u{16d63}\u{16d67}'),
  '\ud83d',
  '\udc4d',
  'cancel',
  'Ａｃｍｅ',
];

/** Texts of any script, well-formed or not. */
export const anyText = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.array(fc.constantFrom(...TRICKY), { maxLength: 12 }).map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
      .map((units) => String.fromCharCode(...units)),
  },
);

const exact = fc.constantFrom('exact' as const, undefined);

/** Every pair of folding options. */
export const anyOptions = fc.record({ case: exact, accents: exact });
