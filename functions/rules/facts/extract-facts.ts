/** The facts of one notification: its objects held, its fields read when a rule first asks for them. */

import type { DecisionInput, Target, TargetType } from '../model.ts';
import { idOf } from './holding.ts';
import { holdObjects, type Objects } from './objects.ts';

export interface Facts {
  notification: { id: string | null; topic: string };
  /** The type of what it is about, null for topics that are about nothing that can be tagged. */
  type: TargetType | null;
  /** Null where there is none, or where it is not yet found. */
  subject: Target | null;
  objects: Objects;
  payload: unknown;
  /** Unix seconds. */
  now: number | undefined;
  /** Rules that matched this subject live before. */
  matchedBefore: ReadonlySet<string>;
  /** Values read so far by field; `undefined` is missing. */
  values: Map<string, unknown>;
  /** Whether what is not held is missing, as in a rule's own tests, rather than unknown. */
  closed: boolean;
}

/** `type` is what the topic, source or schedule is about; `named` the subject where the item does not say. */
export function extractFacts(input: DecisionInput, type: TargetType | null, named: Target | null): Facts {
  const { notification, facts = {} } = input;
  const objects = holdObjects(input, type, named === null ? undefined : { ...named });
  const id = type === null ? undefined : idOf(objects[type]);
  return {
    notification: { id: notification.id ?? null, topic: notification.topic },
    type,
    subject: type === null || id === undefined ? null : { type, id },
    objects,
    payload: facts.payload ?? carriedPayload(notification),
    now: facts.now ?? finite(notification.created_at),
    matchedBefore: new Set(facts.ledger?.matched),
    values: new Map(),
    closed: false,
  };
}

/** A source's notification holds what was posted; `--facts` may hold it instead. */
function carriedPayload(notification: object): unknown {
  return 'payload' in notification ? notification.payload : undefined;
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
