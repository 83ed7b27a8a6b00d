import * as fc from 'fast-check';

/** Keywords of many scripts, chosen so that some are inside others, or fold alike. */
const KEYWORDS = [
  'refund',
  'refunds',
  'refund*',
  'fund',
  'money back',
  'cancel* subscription*',
  'cancel ... subscription',
  'café',
  'cafe',
  'straße',
  'STRASSE',
  'İstanbul',
  'ırmak',
  'Łódź',
  'œuvre',
  "don't",
  'C++',
  '#1',
  '$50',
  '404',
  'a_b',
  'ﬁt',
  'Acme',
  'ΟΔΟΣ',
  'παράδοση',
  'возврат',
  'ёлка',
  'йод',
  'استرجاع',
  'كتاب',
  'החזר',
  'שלום',
  'คืนเงิน',
  'เงิน',
  '返金',
  'ガス',
  'かき',
  '退款',
  '환불',
  'वापसी',
  'पैसा',
  '👍',
  '👩‍💻',
  '❤️',
  '™',
  'e-mail',
] as const;

const FILLERS = [
  'please',
  'my',
  'I want a',
  'the order',
  'Ich möchte',
  'してください',
  'したい',
  'ครับ',
  'мой',
  'عندي',
  'אני',
  'मेरा',
  '주세요',
  '🎉',
  '👨‍👩‍👧',
  '12',
  's',
  'ing',
  'ation',
  'ガ',
  '\u0301',
  '\u05b8',
  '\u064b',
  '\u0e48',
  '\u094d',
  '\u3099',
  '\ufe0f',
  '\u20e3',
  '\ud800',
  '\udc00',
];

const SEPARATORS = [
  ' ',
  '  ',
  '\n',
  '\u00a0',
  '',
  '',
  '-',
  '—',
  ', ',
  '. ',
  '!',
  '_',
  '™',
  '\u200b',
  '\u00ad',
  '’',
  '(',
  '*',
  '\u200d',
];

export const keywords = (): fc.Arbitrary<string> =>
  fc.oneof(fc.constantFrom(...KEYWORDS), fc.constantFrom('refund', 'refund*', 'café', '返金', 'money back'));

/** A message: keywords planted whole, inside longer words and at the edges, written as a phone would. */
export const texts = (): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.oneof({ weight: 3, arbitrary: planted() }, fc.constantFrom(...FILLERS)),
        fc.constantFrom(...SEPARATORS),
      ),
      {
        minLength: 1,
        maxLength: 7,
      },
    )
    .map((pieces) => pieces.flat().join('').replaceAll(MARKS_ON_NOTHING, '$1').trim());

/** Marks that stand on no letter: the page does not say whether they hide a word beside them. */
const MARKS_ON_NOTHING = /(^|[^\p{L}\p{M}])[\p{M}\p{Default_Ignorable_Code_Point}]*\p{Mn}/gu;

/** A keyword as somebody might write it: other case, width, composition; invisible characters inside. */
const planted = (): fc.Arbitrary<string> =>
  fc
    .tuple(keywords(), fc.array(fc.constantFrom(...WRITINGS), { maxLength: 2 }), fc.nat(8))
    .map(([keyword, writings, at]) =>
      writings.reduce(
        (text, write) => write(text, at),
        keyword.replaceAll('*', 's').replaceAll(' ... ', ' my old '),
      ),
    );

const WRITINGS: ((text: string, at: number) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.normalize('NFD'),
  (text) => text.normalize('NFC'),
  (text) => text.replaceAll("'", '’').replaceAll('-', '–'),
  (text) => text.replaceAll(' ', '   '),
  (text) => text.replaceAll('fi', 'ﬁ'),
  (text) => Array.from(text, fullWidth).join(''),
  (text, at) => `${text.slice(0, at)}\u00ad${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}\u200b${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}\u0301${text.slice(at)}`,
];

const fullWidth = (char: string): string =>
  /[!-~]/.test(char) ? String.fromCodePoint((char.codePointAt(0) ?? 0) + 0xfee0) : char;
