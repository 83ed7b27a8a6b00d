import type { ResolvedTag, TagAnswer, TaggingPort } from '../../apply/tagging-port.ts';
import { IntercomResponseError } from '../../intercom/errors/intercom-response-error.ts';
import type { BulkTaggingOperations } from '../../intercom/operations/bulk-tagging.ts';
import type { Target } from '../../rules/model.ts';

export interface BatchingPort extends TaggingPort {
  /** Work on one object, during which its changes may wait for those of others. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export interface BatchingOptions {
  port: TaggingPort;
  client: BulkTaggingOperations;
  /**
   * Whether the facts name every tag of the contact. The call for many does not say since when a tag is on it, so
   * that only there it is known whose it is.
   */
  isKnown: (target: Target) => boolean;
}

interface Waiting {
  kind: Kind;
  target: Target;
  tag: ResolvedTag;
  settle: (answer: Promise<TagAnswer>) => void;
}

type Kind = 'tagUsers' | 'tagCompanies' | 'untagCompanies';

/**
 * One tag for many contacts or companies in one call, where each would have had its own. What is to be sent waits
 * until all work under way waits, so nothing waits for a clock.
 */
export function createBatchingPort({ port, client, isKnown }: BatchingOptions): BatchingPort {
  let underWay = 0;
  let waiting: Waiting[] = [];

  function change(kind: Kind, target: Target, tag: ResolvedTag): Promise<TagAnswer> {
    return new Promise((resolve) => {
      waiting.push({ kind, target, tag, settle: resolve });
      sendIfAllWait();
    });
  }

  function sendIfAllWait(): void {
    if (waiting.length === 0 || waiting.length < underWay) return;
    const groups = Map.groupBy(waiting, ({ kind, tag }) => `${kind} ${tag.id}`);
    waiting = [];
    for (const group of groups.values()) send(group);
  }

  function send(group: readonly Waiting[]): void {
    const [first] = group;
    if (first === undefined) return;
    if (group.length === 1) first.settle(alone(first));
    else {
      const sent = together(first.kind, first.tag, group);
      for (const [i, { settle }] of group.entries()) settle(sent.then((outcomes) => answerOf(outcomes[i])));
    }
  }

  /** As dear as for many, and its answer says more. */
  function alone({ kind, target, tag }: Waiting): Promise<TagAnswer> {
    return kind === 'untagCompanies' ? port.removeTag(target, tag) : port.addTag(target, tag);
  }

  async function together(kind: Kind, { name }: ResolvedTag, group: readonly Waiting[]) {
    const ids = group.map(({ target }) => target.id);
    if (kind === 'tagUsers') return client.tagUsers({ name, contactIds: ids });
    return client[kind]({ name, companies: ids.map((id) => ({ id })) });
  }

  return {
    ...port,

    async during(work) {
      underWay += 1;
      try {
        // Those that begin together are counted before the first of them asks for anything.
        await Promise.resolve();
        return await work();
      } finally {
        underWay -= 1;
        sendIfAllWait();
      }
    },

    addTag(target, tag) {
      // It goes by the tag's name, which is not known of a rule's `{ id }`.
      if (tag.name === '') return port.addTag(target, tag);
      if (target.type === 'company') return change('tagCompanies', target, tag);
      if (target.type === 'contact' && isKnown(target)) return change('tagUsers', target, tag);
      return port.addTag(target, tag);
    },

    removeTag(target, tag) {
      if (target.type === 'company' && tag.name !== '') return change('untagCompanies', target, tag);
      return port.removeTag(target, tag);
    },
  };
}

type Outcome = Awaited<
  ReturnType<BulkTaggingOperations['tagUsers'] | BulkTaggingOperations['tagCompanies']>
>[number];

/** As the call for one would have ended. */
function answerOf(outcome: Outcome | undefined): TagAnswer {
  if (outcome?.outcome === 'failed') throw outcome.error;
  if (outcome?.outcome !== 'missing') return { appliedAt: null };
  throw new IntercomResponseError({
    operation: 'tagUsers',
    status: 404,
    code: 'not_found',
    message: 'the object is gone',
    retryable: false,
  });
}
