import type { SearchFilter } from '../../intercom/search-query.ts';
import type { Condition } from '../../rules/model.ts';
import { changesNeeded } from './changes-needed.ts';
import { allOf, queryOf } from './clauses.ts';
import { clausesOf, type Pushdown } from './push-down.ts';
import { tagged } from './push-test.ts';
import type { RuleRun } from './rule-run.ts';
import type { Running } from './schedule-state.ts';
import type { ScheduledWork } from './scheduled-work.ts';

/** Tags that are looked for in one search: what a group of filters takes. */
export const tagsInASearch = 15;

/** What a rule's objects are looked for by, in each of its phases. */
export function queryFor(
  work: ScheduledWork,
  run: RuleRun,
  { phase, group, unnarrowed }: Running,
): SearchFilter | 'always' | 'never' {
  const { over, rule } = run;
  if (over === 'companies' || unnarrowed) return 'always';
  const { ruleset } = run.active;
  const { tags, goneTags } = work;
  const pushdown: Pushdown = { over, ruleset, now: run.tick, tags };
  if (phase === 'match') {
    const needed = changesNeeded(rule, ruleset, { over, tags, goneTags });
    return queryOf(allOf([clausesOf(rule.when, pushdown), needed]));
  }
  const ids = [...run.kept.keys()].slice(group * tagsInASearch, (group + 1) * tagsInASearch);
  const failing: Condition = { none: rule.when === undefined ? [] : [rule.when] };
  // Where a template renders another tag by now, the rule may hold and its tag be the wrong one.
  const ended = hasTemplate(run) ? [] : clausesOf(failing, pushdown);
  return queryOf(allOf([tagged(over, ids, false), ended]));
}

export function hasTemplate({ rule }: Pick<RuleRun, 'rule'>): boolean {
  return rule.then.some(({ add }) => add.some((spec) => 'template' in spec));
}
