import { RE2JS } from 're2js';
import type { Span } from './folded-text.ts';
import { neverAtEnd } from './never-at-end.ts';
import type { PreparedText } from './prepare-text.ts';

export interface RegexMatch extends Span {
  /** What the named groups took that took part, by name. */
  groups: Record<string, string>;
}

/** An RE2 expression, compiled: time linear in the text, whatever the expression. */
export interface Regex {
  /** The leftmost match in the text as written, by RE2's preference among those that begin there. */
  find(text: PreparedText): RegexMatch | null;
  /** The names of its groups, in order. */
  readonly groups: readonly string[];
}

/** UTF-16 units of an expression. */
const PATTERN_LIMIT = 500;
/** Of the compiled program: its size times the text's is what a match may cost. */
const INSTRUCTION_LIMIT = 300;

/** Ignores case (by Unicode's simple folding) unless told otherwise. The message says what RE2 refuses. */
export function compileRegex(
  pattern: string,
  options: { case?: 'exact' | undefined } = {},
): Regex | { error: 'bad_regex'; message: string } {
  if (pattern.length > PATTERN_LIMIT) {
    return refused(`it has ${pattern.length} characters; ${PATTERN_LIMIT} are allowed`);
  }
  const flags = options.case === 'exact' ? 0 : RE2JS.CASE_INSENSITIVE;
  try {
    // Without flags first, since re2js would quote `(?i)` as part of what was written.
    RE2JS.compile(pattern);
    const regex = RE2JS.compile(pattern, flags);
    const size = regex.programSize();
    if (size > INSTRUCTION_LIMIT) {
      return refused(`it compiles to ${size} instructions; ${INSTRUCTION_LIMIT} are allowed`);
    }
    return regexOf(regex, pattern, flags);
  } catch (error) {
    return refused(explain(error));
  }
}

function regexOf(regex: RE2JS, pattern: string, flags: number): Regex {
  let ofCut: RE2JS | undefined;
  const groups = Object.keys(regex.namedGroups());
  const find = (text: PreparedText): RegexMatch | null => {
    if (text.cut) ofCut ??= RE2JS.compile(neverAtEnd(pattern), flags);
    const matcher = (text.cut && ofCut ? ofCut : regex).matcher(text.original);
    if (!matcher.find()) return null;
    const taken: Record<string, string> = {};
    for (const name of groups) {
      const value = matcher.group(name);
      if (value !== null) taken[name] = value;
    }
    return { start: matcher.start(), end: matcher.end(), groups: taken };
  };
  return { find, groups };
}

const refused = (message: string): { error: 'bad_regex'; message: string } => ({
  error: 'bad_regex',
  message,
});

/** As re2js says it, which quotes the part that it does not take, without the names of its errors. */
function explain(error: unknown): string {
  const reason = String(error).replace(/^\w+: (?:error parsing regexp: )?/, '');
  const hint = HINTS.find(([syntax]) => syntax.test(reason));
  return hint === undefined ? reason : `${reason}: ${hint[1]}`;
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/`\(\?<?[=!]/, 'RE2 has no look-ahead and no look-behind'],
  [/`\\[1-9]/, 'RE2 has no back references'],
  [/`\\[uU]/, 'a character by its number is written \\x{20ac}'],
  [/`\(\?P?</, 'a group is named by ASCII letters, digits and underscores, as in (?<order>…)'],
];
