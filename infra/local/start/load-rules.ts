import { readFileSync } from 'node:fs';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { loadLanguageFor } from '../../../functions/rules/text/language.ts';
import type { RulesetFile } from '../../../functions/store/publish-ruleset.ts';
import { readBeside } from '../../cli/read-input.ts';
import { UsageError } from './options.ts';

/** Reads and checks a ruleset. @throws UsageError in one line: the first error, and how to see all of them */
export async function loadRules(file: string): Promise<RulesetFile> {
  const text = readText(file);
  await loadLanguageFor(text.toString());
  const source = { file, text, readFile: readBeside(file) };
  const { ok, diagnostics } = checkRuleset(source, source);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (ok) return source;
  const where = first ? `:${first.line}:${first.column}: ${first.message}` : ' holds no ruleset.';
  const more = errors.length > 1 ? ` ${errors.length - 1} more: npm run rules -- check ${file}` : '';
  throw new UsageError(`${file}${where}${more}`.replace(/\s+/g, ' '));
}

function readText(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read; --rules names the ruleset.`, { cause: error });
  }
}
