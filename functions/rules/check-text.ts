import { listName } from './evaluate/values.ts';
import type { DiagnosticCode, Operator } from './model.ts';
import { isTextOperator } from './operators.ts';
import { equalityKey } from './text/equality-key.ts';
import type { FoldOptions } from './text/fold-string.ts';
import { compileKeyword } from './text/keyword.ts';
import { compileLiteral } from './text/literal.ts';
import { compileRegex } from './text/regex.ts';

const maxKeyword = 200;

interface TextFault {
  code: DiagnosticCode;
  message: string;
}

/** What is wrong with a value of a text test, if anything, and the groups of a regular expression. */
export function checkText(
  value: string,
  operator: Operator,
  options: FoldOptions,
): { fault?: TextFault; groups: readonly string[] } {
  const text = listName(value) === undefined && /^\$\$\p{L}/u.test(value) ? value.slice(1) : value;
  if (text.trim() === '') {
    return { fault: empty, groups: [] };
  }
  if (operator === 'matches') {
    const regex = compileRegex(text, options);
    return 'error' in regex
      ? {
          fault: {
            code: 'bad_regex',
            message: `This is no RE2 expression that can be used: ${regex.message}.`,
          },
          groups: [],
        }
      : { groups: regex.groups };
  }
  if (isTextOperator(operator) && text.length > maxKeyword && Array.from(text).length > maxKeyword) {
    const message = `A keyword has at most ${maxKeyword} characters, and this has ${Array.from(text).length}.`;
    return { fault: { code: 'schema', message }, groups: [] };
  }
  return isFoldedAway(text, operator, options) ? { fault: empty, groups: [] } : { groups: [] };
}

const empty: TextFault = {
  code: 'empty_value',
  message:
    'Nothing is left of this value when it is compared, so it could never be found. Write a text, or leave it out.',
};

function isFoldedAway(text: string, operator: Operator, options: FoldOptions): boolean {
  if (operator === 'words') {
    return 'error' in compileKeyword(text, options);
  }
  if (operator === 'contains' || operator === 'starts_with' || operator === 'ends_with') {
    return 'error' in compileLiteral(operator, text, options);
  }
  return equalityKey(text, options).trim() === '';
}
