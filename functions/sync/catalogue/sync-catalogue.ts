import { createTagCatalogue } from '../../store/tag-catalogue.ts';
import type { SyncContext, SyncStep } from '../sync-step.ts';
import { compareCatalogue } from './compare-catalogue.ts';
import { findStaleTags, type StaleTag } from './find-stale-tags.ts';

const mostReported = 300;

/**
 * The workspace's tags, by one call: Intercom tells nobody that a tag was made, renamed or deleted. Rules that name
 * one which is no longer there by that name are reported.
 */
export const syncCatalogue: SyncStep = {
  name: 'catalogue',
  async run(context) {
    const { dynamo, tableName, table, now, intercom, count, report } = context;
    const catalogue = createTagCatalogue(dynamo, tableName, table, now);
    const known = await catalogue.readAll();
    const listed = await intercom.listTags();
    const { found, renamed, deleted } = compareCatalogue(known, listed, now());
    for (const tag of found) await catalogue.remember(tag);
    for (const { tag, former } of renamed) await catalogue.rename(tag, former);
    for (const tag of deleted) await catalogue.markDeleted(tag);

    const { ruleset } = await context.rulesets();
    const stale = findStaleTags(ruleset, await catalogue.readAll());
    for (const [name, value] of Object.entries({
      tags: listed.length,
      found: found.length,
      renamed: renamed.length,
      deleted: deleted.length,
    })) {
      count(name, value);
    }
    // As many as the run's record has room for.
    const more = stale.length - mostReported;
    report({ stale_tags: stale.slice(0, mostReported), ...(more > 0 ? { more } : {}) });
    tell(context, stale);
    return 'done';
  },
};

function tell({ log, metrics }: SyncContext, stale: readonly StaleTag[]): void {
  for (const { rule, tag, place, problem, now, id, advice } of stale.slice(0, mostReported)) {
    log.warn('a rule names a tag that is no longer there', {
      rule,
      tag,
      place,
      problem,
      now,
      tag_id: id,
      advice,
    });
  }
  // Zero as well: an alarm must see it end.
  metrics.count('StaleTagRules', new Set(stale.map(({ rule }) => rule)).size);
}
