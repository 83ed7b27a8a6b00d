/** The facts of one notification: its objects held, its fields read when a rule first asks for them. */

import { fieldType } from '../fields.ts';
import type { DecisionInput, Target, TargetType } from '../model.ts';
import { parseDate } from '../time/moment.ts';
import { absent, idOf } from './holding.ts';
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

/** Facts by dotted name, as a rule's own tests give them: whatever is not among them is missing. */
export function exampleFacts(
  topic: string,
  type: TargetType | null,
  given: Readonly<Record<string, unknown>>,
  zone: string,
): Facts {
  const now = finite(given['now']);
  return {
    notification: { id: null, topic },
    type,
    subject: null,
    objects: {
      item: undefined,
      conversation: absent,
      contact: absent,
      company: absent,
      ticket: absent,
      contacts: [],
      companies: [],
      message: undefined,
    },
    payload: given['payload'],
    now,
    matchedBefore: new Set(),
    values: new Map(
      Object.entries(given).map(([field, value]) => [field, givenValue(field, value, now, zone)]),
    ),
    closed: true,
  };
}

/** Dates may be given relative to the example's now. */
function givenValue(field: string, value: unknown, now: number | undefined, zone: string): unknown {
  const type = fieldType(field);
  if (
    typeof value !== 'string' ||
    !/^[+-]\d+[mhdw]$/.test(value) ||
    (type !== 'date' && type !== 'dynamic')
  ) {
    return value ?? undefined;
  }
  return parseDate(value, now, zone)?.start ?? value;
}

/** A source's notification holds what was posted; `--facts` may hold it instead. */
function carriedPayload(notification: object): unknown {
  return 'payload' in notification ? notification.payload : undefined;
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
