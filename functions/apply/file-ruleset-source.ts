import { readFile } from 'node:fs/promises';
import { ConfigError } from '../platform/config-error.ts';
import { kept } from '../platform/kept.ts';
import { SETTINGS } from '../platform/settings.ts';
import { checkRuleset } from '../rules/check-ruleset.ts';
import { loadLanguageFor } from '../rules/text/language.ts';
import { activateRuleset } from './active-ruleset.ts';
import type { RulesetSource } from './ruleset-source.ts';

/**
 * The ruleset of a YAML file, read once. One that does not pass `check` is a ConfigError with the first of its
 * faults: it should never have been deployed. `shadow` puts every live rule into shadow.
 */
export function createFileRulesetSource(file: string, options: { shadow?: boolean } = {}): RulesetSource {
  return kept(async () => {
    const text = await read(file);
    await loadLanguageFor(text);
    const { ruleset, diagnostics } = checkRuleset({ file, text });
    if (ruleset !== undefined) return activateRuleset(ruleset, 0, options);
    const [first] = diagnostics.filter(({ severity }) => severity === 'error');
    throw new ConfigError(
      SETTINGS.rulesetFile,
      `does not pass check: line ${first?.line}: ${first?.message}`,
    );
  }).current;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(SETTINGS.rulesetFile, 'names a file that cannot be read', { cause: error });
  }
}
