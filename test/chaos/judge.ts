import { unpack } from '../../functions/platform/pack.ts';
import type { QueueMessage } from '../../functions/platform/queue.ts';
import type { NotificationRecord } from '../../functions/store/record.ts';
import { billing, type ChaosMessage, type ChaosPlan } from './generate.ts';
import { type ChaosWorld, taggedBy } from './world.ts';

/** One thing that is not as the messages were made for. */
export interface ChaosFault {
  /**
   * `lost`: a message without a finished record, or whose tag is not there. `wrong`: a tag that is not in the state
   * that the newest message wants, or that a person left it in. `doubled`: a state transition beyond those that the
   * messages and the people ask for. `misplaced`: a dead letter that is no poison.
   */
  kind: 'lost' | 'wrong' | 'doubled' | 'misplaced';
  what: string;
  /** The object, where it is one's state that is wrong; its messages, where one of them is. */
  target?: { type: 'conversation' | 'contact'; id: string };
  notification?: string;
}

export interface ChaosReport {
  faults: ChaosFault[];
  /** Dead letters that are poison, of those that are. */
  dlq: number;
  poisoned: number;
}

/** Compares what is there with what the messages were made for. Nothing here asks the engine. */
export function judge(
  plan: ChaosPlan,
  world: ChaosWorld,
  records: readonly NotificationRecord[],
  deadLetters: readonly QueueMessage[],
): ChaosReport {
  const healthy = plan.messages.filter(({ poison }) => poison === undefined);
  const poisoned = new Set(plan.messages.filter(({ poison }) => poison !== undefined).map(notificationId));
  const dead = deadLetters.map((letter) => String(JSON.parse(unpack(letter.body).toString()).id));
  return {
    faults: [
      ...unfinished(healthy, records),
      ...wrongOwn(healthy, world),
      ...wrongContested(healthy, world),
      ...dead
        .filter((id) => !poisoned.has(id))
        .map(
          (notification) =>
            ({ kind: 'misplaced', what: `${notification} is a dead letter`, notification }) as const,
        ),
    ],
    dlq: new Set(dead.filter((id) => poisoned.has(id))).size,
    poisoned: poisoned.size,
  };
}

export function notificationId({ rank }: Pick<ChaosMessage, 'rank'>): string {
  return `notif_${rank}`;
}

export function countFaults({ faults }: Pick<ChaosReport, 'faults'>, kind: ChaosFault['kind']): number {
  return faults.filter((fault) => fault.kind === kind).length;
}

export function isClean({ faults, dlq, poisoned }: ChaosReport): boolean {
  return faults.length === 0 && dlq === poisoned;
}

function unfinished(messages: readonly ChaosMessage[], records: readonly NotificationRecord[]): ChaosFault[] {
  const finished = new Set(
    records.filter(({ status }) => status === 'finished').map((record) => record.notification_id ?? ''),
  );
  return messages
    .map(notificationId)
    .filter((id) => !finished.has(id))
    .map((notification) => ({ kind: 'lost', what: `${notification} has no finished record`, notification }));
}

/** Tags that one message alone adds: there once, and gone where a person took them off. */
function wrongOwn(messages: readonly ChaosMessage[], world: ChaosWorld): ChaosFault[] {
  const tags = readTags(world);
  const transitions = countTransitions(world);
  return messages.flatMap((message): ChaosFault[] => {
    if (message.adds === undefined) return [];
    const target = taggedBy(world, message);
    const key = `${target.type} ${target.id} ${message.adds}`;
    const undone = world.undone.has(message.rank);
    const extra = (transitions.get(key) ?? 0) - (undone ? 2 : 1);
    const notification = notificationId(message);
    const about = { target, notification };
    return [
      ...(tags.has(key) === undone
        ? [
            {
              kind: undone ? 'wrong' : 'lost',
              what: `${key}: ${undone ? 'is back' : 'is not there'}`,
              ...about,
            } as const,
          ]
        : []),
      ...Array.from(
        { length: Math.max(0, extra) },
        () => ({ kind: 'doubled', what: `${key}: changed again`, ...about }) as const,
      ),
    ];
  });
}

/** Tags that several messages want on or off: the newest of them decides. */
function wrongContested(messages: readonly ChaosMessage[], world: ChaosWorld): ChaosFault[] {
  const tags = readTags(world);
  const newest = new Map<string, Wish & { message: ChaosMessage }>();
  for (const message of messages.toSorted((a, b) => compareTimes(timeOf(world, a), timeOf(world, b)))) {
    for (const wish of wishesOf(world, message)) {
      newest.set(`${wish.target.type} ${wish.target.id} ${wish.tag}`, { ...wish, message });
    }
  }
  return [...newest]
    .filter(([key, { on }]) => tags.has(key) !== on)
    .map(([key, { message, on, target }]) => ({
      kind: 'wrong',
      what: `${key}: ${notificationId(message)} wants it ${on ? 'on' : 'off'}`,
      target,
    }));
}

interface Wish {
  target: { type: 'conversation' | 'contact'; id: string };
  tag: string;
  on: boolean;
}

function wishesOf(world: ChaosWorld, { contact, conversation, contested, held }: ChaosMessage): Wish[] {
  const ofContact = { type: 'contact', id: world.contactIds[contact] ?? '' } as const;
  const ofConversation = { type: 'conversation', id: world.conversationIds[conversation] ?? '' } as const;
  return [
    ...(contested === undefined ? [] : [{ ...contested, target: ofContact }]),
    ...(held === undefined ? [] : [{ ...held, target: ofConversation }]),
  ];
}

/** Second, part, id, by which notifications follow each other: what has no part comes first in its second. */
function timeOf(world: ChaosWorld, message: ChaosMessage): [second: number, part: number, id: string] {
  const id = notificationId(message);
  return message.from === billing
    ? [world.signedAt.get(message.rank) ?? 0, 0, id]
    : [world.beganAt + Math.floor(message.rank / 20), message.rank + 1_000, id];
}

function compareTimes(a: [number, number, string], b: [number, number, string]): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1);
}

function readTags({ workspace, conversationIds, contactIds }: ChaosWorld): Set<string> {
  const { core } = workspace;
  const keys = (type: string, id: string, taggings: readonly { tagId: string }[] = []) =>
    taggings.map(({ tagId }) => `${type} ${id} ${core.tags.find(tagId)?.name}`);
  return new Set([
    ...conversationIds.flatMap((id) => keys('conversation', id, core.conversations.find(id)?.taggings)),
    ...contactIds.flatMap((id) => keys('contact', id, core.contacts.find(id)?.taggings)),
  ]);
}

function countTransitions({ workspace: { core } }: ChaosWorld): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type, id, tagId } of core.transitions.all()) {
    const key = `${type} ${id} ${core.tags.find(tagId)?.name}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
