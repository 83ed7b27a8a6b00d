import { nearest } from '../../../functions/rules/nearest.ts';
import { createRulesets } from '../../../functions/store/rulesets.ts';
import type { OpenedEnvironment } from '../environment/opened-environment.ts';
import { OpsError } from './ops-error.ts';

/** A slip of the pen must not pause a rule that does not exist. @throws OpsError */
export async function checkRule(environment: OpenedEnvironment, rule: string): Promise<void> {
  const fault = await unknownRule(environment, rule);
  if (fault !== null) throw new OpsError(fault);
}

/** What to say of a rule that the current ruleset does not have; null where it has it, or nothing is published. */
export async function unknownRule({ table, name }: OpenedEnvironment, rule: string): Promise<string | null> {
  const rulesets = createRulesets(table);
  const pointer = await rulesets.pointer();
  if (pointer === null) return null;
  const ids = (await rulesets.read(pointer.version)).rules.map(({ id }) => id);
  if (ids.includes(rule)) return null;
  const meant = nearest(rule, ids);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `The ruleset of ${name} (version ${pointer.version}) has no rule "${rule}".${hint}`;
}
