import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** The ruleset's name within an asset of apply or sync, whose root is the function's working directory. */
export const RULESET_FILE = 'ruleset.yaml';

/** Puts `rules/<environment>.yaml` into the folder of a bundle. */
export function addRuleset(environment: string, folder: string): void {
  const file = join(import.meta.dirname, '../rules', `${environment}.yaml`);
  if (!existsSync(file)) throw new Error(`Environment "${environment}" has no rules/${environment}.yaml`);
  copyFileSync(file, join(folder, RULESET_FILE));
}
