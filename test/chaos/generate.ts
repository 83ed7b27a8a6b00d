import type { Rule, Ruleset } from '../../functions/rules/model.ts';
import { seededRandom } from '../../infra/local/workspace/random.ts';
import { aRule, aRuleset, words } from '../support/rulesets.ts';

/** One message in the making: what it says, and what it must do. Nothing here is asked of the engine. */
export interface ChaosMessage {
  /** By the twenty, the second of a conversation's message, and its part's id. */
  rank: number;
  /** A customer's message in a conversation, or another system's webhook about the contact. */
  from: 'intercom' | 'billing';
  conversation: number;
  contact: number;
  body: string;
  /** Tag that this message alone adds, to its conversation or, from the other system, to its contact. */
  adds?: string;
  /** What it wants of a tag on the contact, which messages of other subjects want, too. */
  contested?: { tag: string; on: boolean };
  /** The same of a tag on its conversation, of which it shows the tags as they are when it is sent. */
  held?: { tag: string; on: boolean };
  /** It can never be applied: `throws` fails in our code, `kills` ends the worker. */
  poison?: 'throws' | 'kills';
}

export interface ChaosPlan {
  conversations: number;
  contacts: number;
  messages: ChaosMessage[];
}

const contestedTags = 3;
/** Below the ledger's flip limit, within an hour as all of them are. */
const maxContests = 5;

export function generatePlan(notifications: number, seed: number): ChaosPlan {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random.next() * n);
  const conversations = Math.max(4, Math.floor(notifications / 10));
  const contacts = Math.max(2, Math.floor(conversations / 2));
  const added = new Map<string, number>();
  const contests = new Map<string, number>();
  const poisons = Math.max(2, Math.floor(notifications / 2_000));

  const messages = Array.from({ length: notifications }, (_, rank): ChaosMessage => {
    const conversation = below(conversations);
    const contact = conversation % contacts;
    const from = random.next() < triggerShare && rank >= poisons ? 'billing' : 'intercom';
    const message = { rank, from, conversation, contact } as const;
    if (rank < poisons) {
      const poison = rank % 2 === 0 ? 'throws' : 'kills';
      return { ...message, poison, body: `poison ${poison}` };
    }
    const kind = random.next();
    const taggable = `${from}/${from === 'billing' ? contact : conversation}`;
    const nth = added.get(taggable) ?? 0;
    const adds =
      kind < 0.5 && nth < uniqueTags ? `${from === 'billing' ? 'Billed' : 'Unique'} ${nth}` : undefined;
    if (adds !== undefined) added.set(taggable, nth + 1);
    const contested =
      kind >= 0.4 && kind < 0.75 ? contest(`Contested/${contact}`, contests, below) : undefined;
    const isHeld = from === 'intercom' && kind >= 0.7 && kind < 0.9;
    const held = isHeld ? contest(`Held/${conversation}`, contests, below) : undefined;
    const said = [
      adds === undefined ? [] : [`unique${nth}`],
      contested === undefined ? [] : [`${contested.on ? 'on' : 'off'}${contested.tag.slice(-1)}`],
      held === undefined ? [] : [`${held.on ? 'hold' : 'free'}${held.tag.slice(-1)}`],
    ].flat();
    return {
      ...message,
      body: said.length === 0 ? 'thanks a lot' : `please ${said.join(' and ')} now`,
      ...(adds === undefined ? {} : { adds }),
      ...(contested === undefined ? {} : { contested }),
      ...(held === undefined ? {} : { held }),
    };
  });
  return { conversations, contacts, messages };
}

/** The part of the messages that another system sends. */
const triggerShare = 0.15;
/** Most messages that add a tag of their own to one conversation, or to one contact. */
const uniqueTags = 30;

/** A wish about one of the tags of an object, given as the tags' kind and its number; none where there were enough. */
function contest(
  object: `${string}/${number}`,
  contests: Map<string, number>,
  below: (n: number) => number,
): { tag: string; on: boolean } | undefined {
  const tag = `${object.split('/')[0]} ${below(contestedTags)}`;
  const key = `${object}/${tag}`;
  const count = contests.get(key) ?? 0;
  if (count === maxContests) return undefined;
  contests.set(key, count + 1);
  return { tag, on: below(2) === 0 };
}

/** The other system's name, as its messages are posted to `/triggers/<name>`. */
export const billing = 'billing';

/** The rules that do what the messages say. */
export function chaosRuleset(): Ruleset {
  const unique = Array.from({ length: uniqueTags }, (_, n) => [
    rule(`unique${n}`, 'subject', [`Unique ${n}`], []),
    fromBilling(`unique${n}`, [`Billed ${n}`], []),
  ]);
  const contested = Array.from({ length: contestedTags }, (_, n) => [
    rule(`on${n}`, 'contact', [`Contested ${n}`], []),
    rule(`off${n}`, 'contact', [], [`Contested ${n}`]),
    rule(`hold${n}`, 'subject', [`Held ${n}`], []),
    rule(`free${n}`, 'subject', [], [`Held ${n}`]),
    fromBilling(`on${n}`, [`Contested ${n}`], []),
    fromBilling(`off${n}`, [], [`Contested ${n}`]),
  ]);
  return {
    ...aRuleset([...unique.flat(), ...contested.flat(), rule('poison', 'subject', ['Poison'], [])]),
    sources: { [billing]: { subject: { contact: { external_id: '{{payload.user}}' } } } },
  };
}

function rule(word: string, target: 'subject' | 'contact', add: string[], remove: string[]): Rule {
  return aRule({ id: word, when: words(word), then: [{ target, add: named(add), remove: named(remove) }] });
}

/** The other system's messages have their words in a field of their own, and are about the contact itself. */
function fromBilling(word: string, add: string[], remove: string[]): Rule {
  return aRule({
    id: `${billing}-${word}`,
    trigger: [`source:${billing}`],
    when: { field: 'payload.says', operator: 'words', values: [word] },
    then: [{ target: 'subject', add: named(add), remove: named(remove) }],
  });
}

function named(names: string[]): { name: string }[] {
  return names.map((name) => ({ name }));
}
