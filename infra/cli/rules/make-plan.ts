import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import type { Diagnostic, Ruleset } from '../../../functions/rules/model.ts';
import { loadLanguageFor } from '../../../functions/rules/text/language.ts';
import type { RulesetFile } from '../../../functions/store/publish-ruleset.ts';
import type { Pointer } from '../../../functions/store/ruleset-items.ts';
import { createRulesets } from '../../../functions/store/rulesets.ts';
import type { OpenedEnvironment } from '../environment/opened-environment.ts';
import { readBeside, readInput } from '../read-input.ts';
import { diffRulesets, type RulesetDiff } from './ruleset-diff.ts';
import { type MissingTags, tagsToCreate } from './tags-to-create.ts';
import { workspaceTags } from './workspace-tags.ts';

/** What publishing a file would change. */
export interface Plan {
  source: RulesetFile;
  ruleset: Ruleset;
  /** Warnings. */
  diagnostics: Diagnostic[];
  /** What is current; null where nothing was published yet. */
  pointer: Pointer | null;
  current: Ruleset | null;
  diff: RulesetDiff;
  /** Null where nobody knows the workspace's tags. */
  tags: (MissingTags & { source: 'intercom' | 'catalogue' }) | null;
  /** Tags are missing that may not be created: nothing is published. */
  isRefused: boolean;
}

export type Planned =
  | { outcome: 'plan'; plan: Plan }
  | { outcome: 'bad'; source: RulesetFile; diagnostics: Diagnostic[] };

/** Reads and checks a file, and holds it against what is current. @throws UnreadableFileError */
export async function makePlan(environment: OpenedEnvironment, file: string): Promise<Planned> {
  const text = readInput(file);
  const source = { file, text, readFile: readBeside(file) };
  await loadLanguageFor(new TextDecoder().decode(text));
  const { ruleset, diagnostics } = checkRuleset(source, source);
  if (ruleset === undefined) return { outcome: 'bad', source, diagnostics };

  const rulesets = createRulesets(environment.table);
  const pointer = await rulesets.pointer();
  const current = pointer === null ? null : await rulesets.read(pointer.version);
  const workspace = await workspaceTags(environment);
  const missing = workspace === null ? null : tagsToCreate(ruleset, workspace.tags);
  const isRefused = !ruleset.settings.create_missing_tags && missing !== null && missing.toCreate.length > 0;
  return {
    outcome: 'plan',
    plan: {
      source,
      ruleset,
      diagnostics,
      pointer,
      current,
      diff: diffRulesets(current, ruleset),
      tags: workspace === null || missing === null ? null : { source: workspace.source, ...missing },
      isRefused,
    },
  };
}
