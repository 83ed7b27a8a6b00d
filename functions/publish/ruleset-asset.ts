import * as z from 'zod';
import type { RulesetFile } from '../store/publish-ruleset.ts';

/** The name of the file in the function's asset that carries the ruleset. */
export const rulesetAssetFile = 'ruleset.json';

const schema = z.object({
  /** As people name it: `rules/production.yaml`. */
  file: z.string(),
  text: z.string(),
  /** The stored notifications that its tests name, by the names that they use. */
  notifications: z.record(z.string(), z.string()),
});

export type RulesetAsset = z.infer<typeof schema>;

export function readRulesetAsset(json: string): RulesetFile {
  const { file, text, notifications } = schema.parse(JSON.parse(json));
  return {
    file,
    text,
    readFile: (path) => (Object.hasOwn(notifications, path) ? notifications[path] : undefined),
  };
}
