import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RulesetAsset, rulesetAssetFile } from '../functions/publish/ruleset-asset.ts';
import { checkRuleset } from '../functions/rules/check-ruleset.ts';
import { loadLanguageFor } from '../functions/rules/text/language.ts';
import { storedForm } from '../functions/store/rulesets.ts';
import { printDiagnostics } from './cli/print-diagnostics.ts';
import { readBeside } from './cli/read-input.ts';
import type { Terminal } from './cli/terminal.ts';
import type { DeployedRuleset, RulesetMode } from './constructs/publish-function.ts';

const ROOT = join(import.meta.dirname, '..');

/**
 * Puts `rules/<environment>.yaml` (or that of another folder, `from`) into the folder of publish's bundle, with the notifications that its tests name.
 * Null where it does not pass `check`, after saying so; one that is not published is not checked.
 */
export async function addRuleset(
  environment: string,
  folder: string,
  { mode, from = join(ROOT, 'rules') }: { mode: RulesetMode; from?: string | undefined },
  terminal: Terminal,
): Promise<DeployedRuleset | null> {
  const file = `rules/${environment}.yaml`;
  const path = join(from, `${environment}.yaml`);
  if (!existsSync(path)) throw new Error(`Environment "${environment}" has no ${file}`);
  const text = readFileSync(path, 'utf8');
  const notifications: RulesetAsset['notifications'] = {};
  const digest =
    mode === 'skip' ? digestOf(text) : await check({ file, path, text, notifications }, terminal);
  if (digest === null) return null;

  const asset: RulesetAsset = { file, text, notifications };
  writeFileSync(join(folder, rulesetAssetFile), JSON.stringify(asset));
  return { digest, mode, ...(mode === 'force' && { forcedAt: new Date().toISOString() }) };
}

/** The ruleset's digest; null where it is bad. Collects the notifications that its tests name. */
async function check(
  { file, path, text, notifications }: RulesetAsset & { path: string },
  terminal: Terminal,
): Promise<string | null> {
  const read = readBeside(path);
  const readFile = (name: string) => {
    const notification = read(name);
    if (notification !== undefined) notifications[name] = new TextDecoder().decode(notification);
    return notification;
  };
  await loadLanguageFor(text);
  const { ruleset, diagnostics } = checkRuleset({ file, text }, { readFile });
  if (ruleset !== undefined) return storedForm(ruleset).digest;
  printDiagnostics(file, text, diagnostics, terminal);
  return null;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
