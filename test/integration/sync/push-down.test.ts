import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntercomClient } from '../../../functions/intercom/client.ts';
import { eachPage } from '../../../functions/intercom/each-page.ts';
import type { SearchFilter } from '../../../functions/intercom/search-query.ts';
import { compileRuleset } from '../../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../../functions/rules/decide.ts';
import type { JsonObject } from '../../../functions/rules/json.ts';
import type { Condition, Decision, Ruleset } from '../../../functions/rules/model.ts';
import { changesNeeded } from '../../../functions/sync/scheduled/changes-needed.ts';
import { allOf, queryOf } from '../../../functions/sync/scheduled/clauses.ts';
import { clausesOf, pushDown } from '../../../functions/sync/scheduled/push-down.ts';
import { withTagNames } from '../../../functions/sync/scheduled/with-tag-names.ts';
import { scheduledConditions, variedTags } from '../../support/arbitraries/scheduled-conditions.ts';
import { runs } from '../../support/runs.ts';
import { startVariedWorkspace, type VariedWorkspace } from '../../support/varied-workspace.ts';

const everything: SearchFilter = { field: 'created_at', operator: '>', value: 0 };

/**
 * A search and this service are two implementations of a condition. What is pushed down must never lose an object
 * that the condition holds for, whatever the condition, and is worth its while only if it leaves others out.
 */
describe.each(['conversations', 'contacts'] as const)('pushing a condition over %s down', (over) => {
  let workspace: VariedWorkspace;
  let client: IntercomClient;
  let all: JsonObject[];

  beforeAll(async () => {
    workspace = await startVariedWorkspace(60);
    client = workspace.connect();
    all = await search(everything);
  });
  afterAll(() => workspace[Symbol.asyncDispose]());

  async function search(query: SearchFilter): Promise<JsonObject[]> {
    const names = new Map([...workspace.tags].map(([name, id]) => [id, name]));
    const found: JsonObject[] = [];
    const pages = eachPage<{ raw: JsonObject }>((startingAfter) => {
      const asked = { query, startingAfter, perPage: 150 };
      return over === 'conversations' ? client.searchConversations(asked) : client.searchContacts(asked);
    });
    for await (const { items } of pages) found.push(...items.map(({ raw }) => withTagNames(raw, names)));
    return found;
  }

  const tags = () => [...workspace.tags].map(([name, id]) => ({ id, name }));

  it('finds every object that the condition holds for, and fewer others', async () => {
    expect(all).toHaveLength(60);
    const tally = { conditions: 0, narrowed: 0, looked: 0, matched: 0 };

    await fc.assert(
      fc.asyncProperty(scheduledConditions(over), scheduledConditions(over), async (when, named) => {
        const ruleset = rulesetOf(when, withoutNames(named), over);
        const holds = holding(ruleset, over, workspace.now);
        const query = pushDown(when, { over, ruleset, now: workspace.now, tags: tags() });
        const found = query === 'never' ? [] : query === 'always' ? all : await search(query);

        const expected = all.filter(holds).map(({ id }) => id);
        expect(found.filter(holds).map(({ id }) => id)).toEqual(expected);
        tally.conditions += 1;
        if (found.length < all.length) tally.narrowed += 1;
        tally.looked += found.length;
        tally.matched += expected.length;
      }),
      { numRuns: runs(250) },
    );

    // Not in vain: of the objects that need not be looked at, about six in ten are not fetched.
    expect(tally.narrowed).toBeGreaterThan(tally.conditions / 4);
    const avoidable = tally.conditions * all.length - tally.matched;
    const avoided = tally.conditions * all.length - tally.looked;
    expect(tally.matched).toBeGreaterThan(0);
    expect(avoided / avoidable).toBeGreaterThan(0.4);
  });

  it('finds every object that the rule would change, and leaves out what carries its tags already', async () => {
    let left = 0;
    await fc.assert(
      fc.asyncProperty(scheduledConditions(over), outcome, exclusive, async (when, then, groups) => {
        const plain = rulesetOf(withoutNames(when), { all: [] }, over);
        const [rule] = plain.rules;
        if (rule === undefined) return;
        const changing = { ...rule, then: [{ target: 'subject' as const, ...then }] };
        const settings = { ...plain.settings, exclusive: groups };
        const ruleset: Ruleset = { ...plain, settings, rules: [changing] };
        const needed = changesNeeded(changing, ruleset, { over, tags: tags(), goneTags: new Set() });
        const pushdown = { over, ruleset, now: workspace.now, tags: tags() };
        const query = queryOf(allOf([clausesOf(changing.when, pushdown), needed]));
        const found = query === 'never' ? [] : query === 'always' ? all : await search(query);

        const isChanged = changed(ruleset, over, workspace.now);
        expect(found.filter(isChanged).map(({ id }) => id)).toEqual(
          all.filter(isChanged).map(({ id }) => id),
        );
        left += all.length - found.length;
      }),
      { numRuns: runs(120) },
    );
    expect(left).toBeGreaterThan(0);
  });
});

const names = fc.uniqueArray(fc.constantFrom(...variedTags, 'vip', 'not made yet'), { maxLength: 3 });
const outcome = fc.tuple(names, names).map(([add, remove]) => ({
  add: add.map((name) => ({ name })),
  remove: remove.filter((name) => !add.includes(name)).map((name) => ({ name })),
}));
const exclusive = fc.constantFrom<string[][]>([], [['VIP', 'Refund', 'Plan: Pro']]);

function rulesetOf(when: Condition, named: Condition, over: 'conversations' | 'contacts'): Ruleset {
  return {
    version: 1,
    settings: {
      timezone: 'America/New_York',
      create_missing_tags: true,
      remove_only_own: false,
      exclusive: [],
    },
    lists: { tags: ['Refund', 'vip gold'] },
    conditions: { named },
    sources: {},
    rules: [
      {
        id: 'generated',
        trigger: [{ every: '1h', over }],
        when,
        then: [{ target: 'subject', add: [{ name: 'Found' }], remove: [] }],
        mode: 'live',
        priority: 0,
        stop: false,
        once: false,
        keep: false,
        tests: [],
      },
    ],
  };
}

function deciding(ruleset: Ruleset, over: 'conversations' | 'contacts', now: number) {
  const compiled = compileRuleset(ruleset);
  return (item: JsonObject): Decision => {
    const typed = { type: over === 'contacts' ? 'contact' : 'conversation', ...item };
    const notification = { id: null, topic: 'schedule:generated', created_at: now, data: { item: typed } };
    return decide(compiled, { notification });
  };
}

function holding(...rule: Parameters<typeof deciding>) {
  const decideOn = deciding(...rule);
  return (item: JsonObject): boolean => decideOn(item).matched.length > 0;
}

function changed(...rule: Parameters<typeof deciding>) {
  const decideOn = deciding(...rule);
  return (item: JsonObject): boolean => decideOn(item).changes.length > 0;
}

/** A condition that stands under a name uses none itself, so that none is its own. */
function withoutNames(condition: Condition): Condition {
  if ('use' in condition) return { all: [] };
  if ('all' in condition) return { all: condition.all.map(withoutNames) };
  if ('any' in condition) return { any: condition.any.map(withoutNames) };
  if ('none' in condition) return { none: condition.none.map(withoutNames) };
  return condition;
}
