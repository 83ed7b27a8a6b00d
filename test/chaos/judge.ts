import { unpack } from '../../functions/platform/pack.ts';
import type { QueueMessage } from '../../functions/platform/queue.ts';
import type { NotificationRecord } from '../../functions/store/record.ts';
import type { Workspace } from '../../infra/local/workspace/workspace.ts';
import type { ChaosMessage, ChaosPlan } from './generate.ts';

export interface ChaosReport {
  /** Messages without a finished record, or whose tag is not there. */
  lost: number;
  /** Tags that are not in the state that the newest message wants, or that a person left them in. */
  wrong: number;
  /** State transitions beyond those that the messages and the people ask for. */
  doubled: number;
  /** Dead letters that are poison, of those that are. */
  dlq: number;
  poisoned: number;
  /** Dead letters that are not. */
  misplaced: number;
}

export interface ChaosWorld {
  workspace: Workspace;
  /** Ids in the emulator, by number. */
  conversationIds: string[];
  contactIds: string[];
  /** Ranks of the messages whose tag a person took off again. */
  undone: ReadonlySet<number>;
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
  const finished = new Set(
    records.filter(({ status }) => status === 'finished').map((record) => record.notification_id ?? ''),
  );
  const tags = readTags(world);
  const transitions = countTransitions(world);
  const report = { lost: 0, wrong: 0, doubled: 0 };

  for (const message of healthy) {
    if (!finished.has(notificationId(message))) report.lost += 1;
    if (message.adds === undefined) continue;
    const key = `conversation ${world.conversationIds[message.conversation]} ${message.adds}`;
    const undone = world.undone.has(message.rank);
    if (tags.has(key) === undone) report[undone ? 'wrong' : 'lost'] += 1;
    report.doubled += Math.max(0, (transitions.get(key) ?? 0) - (undone ? 2 : 1));
  }
  for (const [key, on] of wantedOnContacts(healthy, world)) if (tags.has(key) !== on) report.wrong += 1;

  const dead = deadLetters.map((letter) => String(JSON.parse(unpack(letter.body).toString()).id));
  const dlq = new Set(dead.filter((id) => poisoned.has(id))).size;
  const misplaced = dead.filter((id) => !poisoned.has(id)).length;
  return { ...report, dlq, poisoned: poisoned.size, misplaced };
}

export function notificationId({ rank }: Pick<ChaosMessage, 'rank'>): string {
  return `notif_${rank}`;
}

export function isClean({ lost, wrong, doubled, dlq, poisoned, misplaced }: ChaosReport): boolean {
  return lost === 0 && wrong === 0 && doubled === 0 && dlq === poisoned && misplaced === 0;
}

/** What the newest message about each contested tag wants. */
function wantedOnContacts(
  messages: readonly ChaosMessage[],
  { contactIds }: ChaosWorld,
): Map<string, boolean> {
  const wanted = new Map<string, boolean>();
  for (const { contact, contested } of messages) {
    if (contested !== undefined) wanted.set(`contact ${contactIds[contact]} ${contested.tag}`, contested.on);
  }
  return wanted;
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
