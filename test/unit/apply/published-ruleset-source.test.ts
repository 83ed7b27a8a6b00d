import { describe, expect, it } from 'vitest';
import { createPublishedRulesetSource } from '../../../functions/apply/published-ruleset-source.ts';
import type { Ruleset } from '../../../functions/rules/model.ts';
import { aRule, aRuleset } from '../../support/rulesets.ts';
import { keptLog, keptMetrics } from '../../support/silent-log.ts';

function setup({ shadow = false } = {}) {
  const time = { now: 0 };
  const published = new Map<number, Ruleset>();
  const reads: number[] = [];
  const log = keptLog();
  const metrics = keptMetrics();
  const pointer: { item: Record<string, unknown> | null } = { item: null };
  const rules = createPublishedRulesetSource({
    control: { read: async () => ({ brakes: null, current: pointer.item }), forget: () => undefined },
    rulesets: {
      read: async (version) => {
        reads.push(version);
        const ruleset = published.get(version);
        if (ruleset === undefined) throw new Error('the ruleset is broken');
        return ruleset;
      },
    },
    shadow,
    log,
    metrics,
    now: () => time.now,
  });
  const publish = (version: number, id = `rule-${version}`) => {
    published.set(version, aRuleset([aRule({ id })]));
    pointer.item = { version };
  };
  return { rules, publish, published, pointer, reads, log, metrics, time };
}

describe('the published ruleset', () => {
  it('is read and compiled once, however many ask at once', async () => {
    const { rules, publish, reads } = setup();
    publish(1);
    const all = await Promise.all([rules(), rules(), rules()]);
    expect(new Set(all).size).toBe(1);
    expect(await rules()).toBe(all[0]);
    expect(reads).toEqual([1]);
  });

  it('is another one as soon as the pointer is seen to have moved', async () => {
    const { rules, publish, pointer, reads } = setup();
    publish(1);
    await rules();
    publish(2);
    expect(await rules()).toMatchObject({ version: 2, ruleset: { rules: [{ id: 'rule-2' }] } });
    pointer.item = { version: 1 };
    expect((await rules()).version).toBe(1);
    expect(reads).toEqual([1, 2]);
  });

  it('stays the one that decided a record, while that is in hand', async () => {
    const { rules, publish, reads } = setup();
    publish(1);
    await rules();
    publish(2);
    await rules();
    expect((await rules(1)).version).toBe(1);
    expect((await rules(2)).version).toBe(2);
    expect(reads).toEqual([1, 2]);
  });

  it('is the current one for a record whose version cannot be read any more', async () => {
    const { rules, publish } = setup();
    publish(3);
    expect((await rules(1)).version).toBe(3);
  });

  it('is in shadow where the environment is', async () => {
    const { rules, publish } = setup({ shadow: true });
    publish(1);
    expect((await rules()).ruleset.rules.map(({ mode }) => mode)).toEqual(['shadow']);
  });
});

describe('a version that cannot be used', () => {
  it('leaves the one before in force, is counted, and is tried again half a minute later', async () => {
    const { rules, publish, pointer, published, reads, log, metrics, time } = setup();
    publish(1);
    await rules();
    pointer.item = { version: 2 };
    expect((await rules()).version).toBe(1);
    expect((await rules()).version).toBe(1);
    expect(metrics.counts.RulesetUnreadable).toBe(2);
    expect(reads).toEqual([1, 2]);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({
        message: 'the current ruleset cannot be used',
        fields: { version: 2, inForce: 1 },
      }),
    ]);

    published.set(2, aRuleset([]));
    time.now += 30_000;
    expect((await rules()).version).toBe(2);
  });

  it.each([
    ['nothing was ever published', null],
    ['the pointer is of no known shape', { version: 'two' }],
    ['there is none before it', { version: 2 }],
  ])('is no ruleset where %s', async (_, item) => {
    const { rules, pointer, metrics } = setup();
    pointer.item = item;
    await expect(rules()).rejects.toMatchObject({ name: 'NoRulesetError' });
    expect(metrics.counts.RulesetUnreadable).toBe(1);
  });
});
