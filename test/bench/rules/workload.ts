/**
 * Rules and messages for the benchmark: each rule has three keywords or phrases and two field tests, each message
 * 600 characters of filler words with the keywords of one to three rules planted in it.
 */

import type { Condition, GivenFacts, Notification, Rule, Ruleset } from '../../../functions/rules/model.ts';
import type { Random } from './random.ts';

export interface Workload {
  ruleset: Ruleset;
  messages: string[];
  /** By message, for the notification around it. */
  plans: string[];
}

export interface WorkloadOptions {
  rules: number;
  messages: number;
  /** How a tenth of the rules looks for its keywords instead; `unfiled` in a way that the index cannot file. */
  tenth?: 'contains' | 'matches' | 'unfiled';
  /** Draws a keyword or phrase; by default of an artificial vocabulary. */
  keyword?: (random: Random) => string;
  /** Message texts; by default artificial. */
  texts?: (random: Random) => string;
}

const PLANS = ['starter', 'team', 'business', 'enterprise'] as const;
const MESSAGE_LENGTH = 600;

export function workloadOf(random: Random, options: WorkloadOptions): Workload {
  const keywordOf = options.keyword ?? vocabularyOf(random, options.rules);
  const rules = Array.from({ length: options.rules }, (_, index) => {
    const keywords = [keywordOf(random), keywordOf(random), keywordOf(random)];
    return ruleOf(index, keywords, random, index < options.rules / 10 ? options.tenth : undefined);
  });
  const messages = Array.from(
    { length: options.messages },
    () => options.texts?.(random) ?? messageOf(random, rules),
  );
  return { ruleset: rulesetOf(rules), messages, plans: messages.map(() => random.pick(PLANS)) };
}

/** The notification of a customer's reply with this body. */
export function notificationOf(body: string, random: Random): Notification {
  const author = { type: 'user', id: '6762f09a1bb69f9f2193bb34', name: 'Ada', email: 'ada@customer.test' };
  const part = { type: 'conversation_part', id: '1', part_type: 'comment', body, author, attachments: [] };
  const item = {
    type: 'conversation',
    id: '64619700005694',
    created_at: 1_768_019_000,
    state: 'open',
    open: true,
    priority: 'not_priority',
    custom_attributes: { plan: random.pick(PLANS) },
    tags: { type: 'tag.list', tags: [] },
    contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: author.id, external_id: '5' }] },
    source: { type: 'conversation', subject: '', body: '<p>Hi</p>', author, attachments: [] },
    conversation_parts: { type: 'conversation_part.list', conversation_parts: [part], total_count: 1 },
  };
  return { id: 'notif_1', topic: 'conversation.user.replied', created_at: 1_768_019_869, data: { item } };
}

/** What stands on the workspace's side: held, so that nothing is unknown. */
export const givenFacts: GivenFacts = {
  contact: { type: 'contact', id: '6762f09a1bb69f9f2193bb34', email: 'ada@customer.test', role: 'user' },
};

/** The keywords of a rule, for the rivals. */
export function keywordsOf(rule: Rule): string[] {
  const tests = rule.when && 'all' in rule.when ? rule.when.all : [];
  return tests
    .flatMap((test) => ('any' in test ? test.any : [test]))
    .flatMap((test) => ('field' in test && test.operator in asText ? test.values.map(String) : []));
}

const asText = { words: true, contains: true, matches: true };

function rulesetOf(rules: Rule[]): Ruleset {
  const settings = { timezone: 'UTC', create_missing_tags: true, remove_only_own: false, exclusive: [] };
  return { version: 1, settings, lists: {}, conditions: {}, sources: {}, rules };
}

function ruleOf(index: number, keywords: string[], random: Random, other: WorkloadOptions['tenth']): Rule {
  const text = textOf(keywords, other);
  const fields: Condition[] =
    other === undefined
      ? [
          { field: 'conversation.state', operator: 'equals', values: ['open'] },
          { field: 'message.author.type', operator: 'equals', values: ['user', 'lead'] },
        ]
      : [
          {
            none: [
              {
                field: 'conversation.state',
                operator: 'equals',
                values: [random.pick(['closed', 'snoozed'])],
              },
            ],
          },
        ];
  return {
    id: `rule-${index}`,
    trigger: ['conversation.user.*'],
    when: { all: [text, ...fields] },
    then: [{ target: 'subject', add: [{ name: `Tag ${index}` }], remove: [] }],
    mode: 'live',
    priority: 0,
    stop: false,
    once: false,
    keep: false,
    tests: [],
  };
}

function textOf(values: string[], how: WorkloadOptions['tenth']): Condition {
  const field = 'message.text';
  if (how === 'unfiled') {
    const words: Condition = { field, operator: 'words', values };
    return { any: [words, { field, operator: 'exists', values: [false] }] };
  }
  return { field, operator: how ?? 'words', values };
}

/** Filler and keywords share no word; the more rules, the more words, so that a keyword belongs to few of them. */
function vocabularyOf(random: Random, rules: number): (random: Random) => string {
  const words = Array.from(
    { length: Math.max(200, rules * 5) },
    (_, index) => `${syllables(random)}${index.toString(36)}`,
  );
  const pick = () => words[random.below(words.length)] ?? '';
  return (each) => (each.next() < 0.5 ? pick() : `${pick()} ${pick()}`);
}

function messageOf(random: Random, rules: readonly Rule[]): string {
  const planted = Array.from({ length: 1 + random.below(3) }, () => {
    const rule = rules[random.below(rules.length)];
    const keywords = rule === undefined ? [] : keywordsOf(rule);
    return keywords[random.below(keywords.length)] ?? '';
  });
  let text = '';
  while (text.length + planted.join('. ').length < MESSAGE_LENGTH) {
    text += `${text === '' ? '' : ' '}${fillerWord(random)}`;
    if (random.next() < 0.1) {
      const keyword = planted.pop();
      text += keyword === undefined ? '.' : `. ${keyword.toUpperCase()},`;
    }
  }
  return [text, ...planted].join(' ');
}

const SYLLABLES = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'la',
  'me',
  'ni',
  'po',
  'ru',
  'sa',
  'te',
  'vi',
  'zo',
] as const;
const FILLER =
  'I have been a customer for some years now and this is the first time that something like it has come up so please tell me what to do about it because we really like your product and would love to stay but cannot wait much longer than a day or two thanks in advance';
const FILLER_WORDS = FILLER.split(' ');

function syllables(random: Random): string {
  return random.pick(SYLLABLES) + random.pick(SYLLABLES) + random.pick(SYLLABLES);
}

function fillerWord(random: Random): string {
  return FILLER_WORDS[random.below(FILLER_WORDS.length)] ?? '';
}
