import { nearest } from '../../../functions/rules/nearest.ts';
import { createRulesets } from '../../../functions/store/rulesets.ts';
import type { OpenedEnvironment } from '../environment/opened-environment.ts';
import { OpsError } from './ops-error.ts';

/** A slip of the pen must not pause a rule that does not exist. Where nothing is published, nothing can be said. */
export async function checkRule({ table, name }: OpenedEnvironment, rule: string): Promise<void> {
  const rulesets = createRulesets(table);
  const pointer = await rulesets.pointer();
  if (pointer === null) return;
  const ids = (await rulesets.read(pointer.version)).rules.map(({ id }) => id);
  if (ids.includes(rule)) return;
  const meant = nearest(rule, ids);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new OpsError(`The ruleset of ${name} (version ${pointer.version}) has no rule "${rule}".${hint}`);
}
