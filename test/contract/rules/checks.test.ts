import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { loadLanguageDetector } from '../../../functions/rules/text/language.ts';
import { type CheckCase, readCheckCases } from './case-file.ts';

describe.each(['checks', 'rule-tests'])('%s', (theme) => {
  it.each(readCheckCases(theme))('$says', async ({ ruleset, untested, diagnostics }) => {
    await loadLanguageDetector();
    const checked = checkRuleset({ file: 'ruleset.yaml', text: ruleset });
    const found = checked.diagnostics.filter(({ code }) => untested || code !== 'untested');
    expect(checked.ok).toBe(!found.some(({ severity }) => severity === 'error'));
    if (typeof diagnostics === 'string') {
      expect(new Set(found.map(({ code }) => code))).toEqual(new Set([diagnostics.replace('some ', '')]));
    } else {
      expect(found).toEqual(diagnostics.map(expected));
    }
  });
});

/** What a case says, and nothing of what it leaves out. `any` is any code. */
function expected({ code, message, ...rest }: Exclude<CheckCase['diagnostics'], string>[number]): unknown {
  return expect.objectContaining({
    ...rest,
    ...(code !== 'any' && { code }),
    ...(message !== undefined && { message: expect.stringContaining(message) }),
  });
}
