import * as z from 'zod';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Control } from '../store/control.ts';
import type { Rulesets } from '../store/rulesets.ts';
import { activateRuleset } from './active-ruleset.ts';
import { NoRulesetError } from './no-ruleset-error.ts';
import type { ActiveRuleset, RulesetSource } from './ruleset-source.ts';

export interface PublishedRulesetSourceOptions {
  control: Control;
  rulesets: Pick<Rulesets, 'read'>;
  /** Every live rule is put into shadow. */
  shadow?: boolean | undefined;
  log: Log;
  metrics: Metrics;
  /** Unix milliseconds. */
  now: () => number;
}

/** All that deciding needs of the pointer, so that a later one with more in it is read, too. */
const pointerSchema = z.object({ version: z.int() });

/** How long a version that could not be used is left alone. */
const retryMs = 30_000;

/**
 * The published ruleset, compiled once for each version and kept. A current version that cannot be used (broken, or
 * of a later language than this code knows) leaves the one before in force: the line goes on, a metric counts it.
 */
export function createPublishedRulesetSource(options: PublishedRulesetSourceOptions): RulesetSource {
  const { control, rulesets, shadow = false, log, metrics, now } = options;
  const loaded = new Map<number, Promise<ActiveRuleset>>();
  let inForce: ActiveRuleset | undefined;
  let unusable: { version: number; until: number } | undefined;

  function load(version: number): Promise<ActiveRuleset> {
    const known = loaded.get(version);
    if (known !== undefined) return known;
    const loading = rulesets.read(version).then((ruleset) => activateRuleset(ruleset, version, { shadow }));
    loaded.set(version, loading);
    loading.catch(() => loaded.delete(version));
    // The one before stays for what is still in hand.
    for (const old of [...loaded.keys()].slice(0, -2)) if (old !== inForce?.version) loaded.delete(old);
    return loading;
  }

  /** False where the version cannot be used. */
  async function takeUp(version: number): Promise<boolean> {
    if (inForce?.version === version) return true;
    if (unusable?.version === version && now() < unusable.until) return false;
    try {
      inForce = await load(version);
      log.info('a ruleset is in force', { version });
      return true;
    } catch (error) {
      unusable = { version, until: now() + retryMs };
      log.error('the current ruleset cannot be used', { version, inForce: inForce?.version ?? null }, error);
      return false;
    }
  }

  async function current(): Promise<ActiveRuleset> {
    const pointer = pointerSchema.safeParse((await control.read()).current);
    const isUsed = pointer.success && (await takeUp(pointer.data.version));
    if (!isUsed) metrics.count('RulesetUnreadable');
    if (inForce === undefined) throw new NoRulesetError();
    return inForce;
  }

  return async (version) => {
    if (version === undefined) return current();
    return inForce?.version === version ? inForce : load(version).catch(current);
  };
}
