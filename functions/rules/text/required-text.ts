/**
 * What an RE2 expression cannot do without: in every text in which it is found one of these occurs, once the text is
 * folded. Undefined where that cannot be told. So that an index can file expressions, too.
 *
 * Runs of ASCII letters and digits alone are taken: folding leaves them side by side, in small letters, and makes
 * them of all that RE2 takes for them when it ignores case (`ſ`, the Kelvin sign).
 */
export function requiredText(pattern: string): readonly string[] | undefined {
  // A quotation would have to be told from what is none; and flags that are quantified quantify what stands before them.
  if (pattern.includes('\\Q') || QUANTIFIED_FLAGS.test(pattern)) return undefined;
  return readAlternatives({ pattern, at: 0 });
}

const QUANTIFIED_FLAGS = /\(\?[\w-]+\)[*+?{]/;

/** Shorter ones are in most texts. */
const LEAST_UNITS = 3;

interface Reading {
  pattern: string;
  at: number;
}

/** Up to the bracket that closes them, or the end. One of what each needs. */
function readAlternatives(reading: Reading): readonly string[] | undefined {
  const alternatives = [readSequence(reading)];
  while (reading.pattern[reading.at] === '|') {
    reading.at += 1;
    alternatives.push(readSequence(reading));
  }
  const needed = alternatives.filter((each) => each !== undefined);
  return needed.length < alternatives.length ? undefined : needed.flat();
}

/** What stands side by side is all needed: taken is what says most. */
function readSequence(reading: Reading): readonly string[] | undefined {
  let best: readonly string[] | undefined;
  let run = '';
  const offer = (texts: readonly string[] | undefined): void => {
    if (texts !== undefined && leastLength(texts) > leastLength(best)) best = texts;
  };
  const endRun = (): void => {
    if (run.length >= LEAST_UNITS) offer([run]);
    run = '';
  };
  while (reading.at < reading.pattern.length && !/[|)]/.test(reading.pattern.charAt(reading.at))) {
    const atom = readAtom(reading);
    const times = readTimes(reading);
    if (typeof atom === 'string' && times === 'once') {
      run += atom;
    } else {
      if (typeof atom === 'string' && times === 'some') run += atom;
      endRun();
      if (typeof atom === 'object' && times !== 'perhaps') offer(atom);
    }
  }
  endRun();
  return best;
}

function leastLength(texts: readonly string[] | undefined): number {
  return texts === undefined ? 0 : Math.min(...texts.map(({ length }) => length));
}

/** A letter or digit, in small; what a group needs; undefined for all else. */
function readAtom(reading: Reading): string | readonly string[] | undefined {
  const { pattern, at } = reading;
  if (pattern[at] === '(') return readGroup(reading);
  const atom = take(reading, ATOM);
  return /^[A-Za-z0-9]$/.test(atom) ? atom.toLowerCase() : undefined;
}

/** A class (a `]` that stands first in it is itself, and so are POSIX names), an escape, or any character. */
const ATOM =
  /\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\\(?:[pP]\{[^}]*\}|[pP]\w|x\{[^}]*\}|x[0-9A-Fa-f]{2}|[0-7]{1,3}|.)|./sy;

function readGroup(reading: Reading): readonly string[] | undefined {
  const opening = take(reading, OPENING);
  // Flags alone are no group: `(?i)`.
  if (opening.endsWith(')')) return undefined;
  const needed = readAlternatives(reading);
  reading.at += 1;
  return needed;
}

const OPENING = /\((?:\?(?:P?<\w+>|[\w-]*[:)]))?/y;

/** How often what stands before is there. */
function readTimes(reading: Reading): 'once' | 'some' | 'perhaps' {
  const quantifiers = take(reading, TIMES);
  if (quantifiers === '') return 'once';
  // The `?` of one that takes as few as it can is taken for a quantifier, which only says less.
  return /[*?]|\{0*[,}]/.test(quantifiers) ? 'perhaps' : 'some';
}

const TIMES = /(?:[*+?]|\{\d+(?:,\d*)?\})+/y;

/** What matches next, nothing where it does not. */
function take(reading: Reading, next: RegExp): string {
  next.lastIndex = reading.at;
  const taken = next.exec(reading.pattern)?.[0] ?? '';
  reading.at += taken.length;
  return taken;
}
