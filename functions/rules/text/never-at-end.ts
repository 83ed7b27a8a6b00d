/**
 * The expression with every `$` and `\z` replaced by what never matches: for a text that was cut, of which the
 * end is not known. An expression with `m` among its flags keeps its `$`, which is the end of a line there.
 */
export function neverAtEnd(pattern: string): string {
  const multiline = /\(\?[a-zA-Z]*m/.test(pattern);
  return pattern.replace(TOKENS, (token) => {
    if (token === '\\z') return NEVER;
    return token === '$' && !multiline ? NEVER : token;
  });
}

const NEVER = '[^\\x00-\\x{10FFFF}]';

/** A quotation, an escape, a class (a `]` that stands first in it is itself, and so are POSIX names), or the end. */
const TOKENS = /\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\$/gs;
