import type { Rule } from '../../../functions/rules/model.ts';
import { seededRandom } from '../../../infra/local/workspace/random.ts';
import { aRule, words } from '../rulesets.ts';

/** Something that somebody does in a conversation. */
export interface Happening {
  /** Seconds since the day began; no two of a conversation within two seconds. */
  at: number;
  conversation: number;
  kind: 'begins' | 'writes' | 'answers' | 'notes' | 'closes';
  text: string;
}

/** Tags as they are on conversations and their customers at the day's end, by the number of the conversation. */
export type DayTags = { conversation: string[]; customer: string[] }[];

const texts = [
  'refund, please',
  'thanks, all is well',
  'how do I log in?',
  'hello again',
  'a refund and thanks',
];

/** A day of so many conversations, in order of time. */
export function generateDay(conversations: number, seed: number, daySeconds: number): Happening[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random.next() * list.length)];
  return Array.from({ length: conversations }, (_, conversation) => {
    let at = Math.floor(random.next() * daySeconds * 0.8);
    const happenings: Happening[] = [{ at, conversation, kind: 'begins', text: pick(texts) ?? '' }];
    for (let more = Math.floor(random.next() * 7); more > 0; more--) {
      at += 3 + Math.floor(random.next() ** 2 * daySeconds * 0.2);
      const kind = pick(['writes', 'writes', 'answers', 'notes', 'closes'] as const) ?? 'writes';
      const text = kind === 'notes' ? (pick(['escalate this', 'all fine']) ?? '') : (pick(texts) ?? '');
      if (at < daySeconds) happenings.push({ at, conversation, kind, text });
    }
    return happenings;
  })
    .flat()
    .toSorted((a, b) => a.at - b.at);
}

const both = ['conversation.user.created', 'conversation.user.replied'];
const to = (target: 'subject' | 'contact', add: string[], remove: string[] = []) => ({
  target,
  add: add.map((name) => ({ name })),
  remove: remove.map((name) => ({ name })),
});

/** Rules that contest a tag, so that the order counts, and of which each says by its words what it makes of a day. */
export const dayRules: Rule[] = [
  aRule({ id: 'new', trigger: ['conversation.user.created'], then: [to('subject', ['Triage'])] }),
  aRule({
    id: 'thanks',
    trigger: both,
    when: words('thanks'),
    then: [to('subject', ['Thanked'], ['Refund', 'Triage'])],
    priority: 1,
  }),
  aRule({
    id: 'refund',
    trigger: both,
    when: { all: [words('refund'), { none: [words('thanks')] }] },
    then: [to('subject', ['Refund'], ['Thanked']), to('contact', ['Refund requester'])],
  }),
  aRule({
    id: 'escalate',
    trigger: ['conversation.admin.noted'],
    when: words('escalate'),
    then: [to('subject', ['Escalated'])],
  }),
  aRule({
    id: 'closed',
    trigger: ['conversation.admin.closed'],
    then: [to('subject', ['Done'], ['Escalated'])],
  }),
];

/** What the rules make of a day, worked out by hand for each happening, without their engine. */
export function tagsOfDay(day: readonly Happening[], conversations: number): DayTags {
  const tags = Array.from({ length: conversations }, () => ({
    conversation: new Set<string>(),
    customer: new Set<string>(),
  }));
  for (const { conversation, kind, text } of day) {
    const held = tags[conversation];
    if (held === undefined) continue;
    const says = (word: string) => text.includes(word);
    const change = (add: string[], remove: string[]) => {
      for (const tag of add) held.conversation.add(tag);
      for (const tag of remove) held.conversation.delete(tag);
    };
    if (kind === 'begins') change(['Triage'], []);
    if (kind === 'begins' || kind === 'writes') {
      if (says('thanks')) change(['Thanked'], ['Refund', 'Triage']);
      else if (says('refund')) {
        change(['Refund'], ['Thanked']);
        held.customer.add('Refund requester');
      }
    }
    if (kind === 'notes' && says('escalate')) change(['Escalated'], []);
    if (kind === 'closes') change(['Done'], ['Escalated']);
  }
  return tags.map(({ conversation, customer }) => ({
    conversation: [...conversation].sort(),
    customer: [...customer].sort(),
  }));
}
