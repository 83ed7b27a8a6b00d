import { randomUUID } from 'node:crypto';
import type { ApplyDeps, ApplyQueue } from '../../apply/apply-deps.ts';
import { createApplyDepsWith } from '../../apply/create-apply-deps.ts';
import { type FetchObject, keyOf } from '../../apply/decide-with-facts.ts';
import { tagNames, tagsOf } from '../../rules/facts/tags.ts';
import { idText, type JsonObject } from '../../rules/json.ts';
import type { TargetType } from '../../rules/model.ts';
import { createTagCatalogue, tagsByName } from '../../store/tag-catalogue.ts';
import type { SyncContext } from '../sync-step.ts';
import { type BatchingPort, createBatchingPort } from './batching-port.ts';
import type { KnownTag } from './push-test.ts';
import { withTagNames } from './with-tag-names.ts';

/** What scheduled rules are run with: apply's own parts, whose changes go out for many objects at a time. */
export interface ScheduledWork {
  context: SyncContext;
  deps: ApplyDeps & { intercom: BatchingPort };
  /** Every tag of the workspace. */
  tags: readonly KnownTag[];
  /** Folded names that stand for tags which were deleted. */
  goneTags: ReadonlySet<string>;
  /** A contact as it comes from Intercom has its tags' ids: the same with names. */
  complete(type: TargetType, object: JsonObject): JsonObject;
  /** In full, a contact's tags included. */
  fetch: FetchObject;
  /** A contact with all of its tags, of which Intercom embeds ten. */
  withAllTags(contact: JsonObject, id: string): Promise<JsonObject>;
}

export async function startScheduledWork(context: SyncContext): Promise<ScheduledWork> {
  const { intercom: client, dynamo, tableName, appId, adminId, rulesets, log, metrics, now } = context;
  const { tags, goneTags } = await knownTags(context);
  const names = new Map(tags.map(({ id, name }) => [id, name]));
  const known = new Set<string>();
  const deps = createApplyDepsWith(client, {
    appId,
    worker: `sync:${randomUUID()}`,
    dynamo,
    tableName,
    adminId,
    rulesets,
    queue: noQueue,
    log,
    metrics,
    now,
    // What a scheduled run looked at can be fetched again; a text of each would be of use to nobody.
    textDays: 0,
    recordDays: context.recordDays,
    changesPerHour: context.changesPerHour,
  });
  const intercom = createBatchingPort({
    port: deps.intercom,
    client,
    isKnown: (target) => known.has(keyOf(target)),
  });

  function complete(type: TargetType, object: JsonObject): JsonObject {
    const typed = { type, ...object };
    if (type !== 'contact') return typed;
    const whole = withTagNames(typed, names);
    const id = idText(object['id']);
    const tags = tagsOf('contact', { state: 'full', object: whole, fetched: false });
    if (id !== null && Array.isArray(tagNames(tags))) known.add(keyOf({ type, id }));
    return whole;
  }

  async function withAllTags(contact: JsonObject, id: string): Promise<JsonObject> {
    const target = { type: 'contact' as const, id };
    if (known.has(keyOf(target))) return contact;
    const listed = await client.listTagsForAContact(id);
    known.add(keyOf(target));
    return { ...contact, tags: { data: listed.map((tag) => ({ id: tag.id, name: tag.name })) } };
  }

  return {
    context,
    deps: { ...deps, intercom },
    tags,
    goneTags,
    complete,
    withAllTags,
    async fetch(type, id) {
      const object = complete(type, await deps.intercom.fetchObject(type, id));
      return type === 'contact' ? withAllTags(object, id) : object;
    },
  };
}

/** What the workspace has now, with the former names that the catalogue knows; and what it had. */
async function knownTags({ intercom, dynamo, tableName, table, now }: SyncContext) {
  const catalogue = await createTagCatalogue(dynamo, tableName, table, now).readAll();
  const former = new Map(catalogue.map((tag) => [tag.id, tag.former.map(({ name }) => name)]));
  const listed = await intercom.listTags();
  const tags = listed.map(({ id, name }): KnownTag => ({ id, name, former: former.get(id) ?? [] }));
  const goneTags = new Set(
    [...tagsByName(catalogue)].flatMap(([name, { deleted }]) => (deleted ? name : [])),
  );
  return { tags, goneTags };
}

/** What a scheduled run does not get done, the next tick does. */
const noQueue: ApplyQueue = {
  changeVisibility: async () => {},
  send: () => Promise.reject(new Error('a scheduled run sends no messages')),
  sendToDeadLetter: () => Promise.reject(new Error('a scheduled run has no message to dead-letter')),
};
