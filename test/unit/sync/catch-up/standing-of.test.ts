import { describe, expect, it } from 'vitest';
import { conversationSchema } from '../../../../functions/intercom/schemas/conversation.ts';
import { standingOf } from '../../../../functions/sync/catch-up/standing-of.ts';

const [from, until] = [1_000, 2_000];
const replied = 'conversation.user.replied';
const noted = 'conversation.admin.noted';

function standing(
  fields: {
    created_at?: number;
    updated_at: number;
    waiting_since?: number;
    statistics?: Record<string, number>;
  },
  { topics = [replied], reports = [] }: { topics?: string[]; reports?: [topic: string, at: number][] } = {},
) {
  const conversation = conversationSchema.parse({
    id: '1',
    created_at: 10,
    statistics: {},
    source: { delivered_as: 'customer_initiated', author: { type: 'user' } },
    ...fields,
  });
  const known = reports.map(([topic, at]) => ({ topic, at }));
  return standingOf(conversation, known, { topics: new Set(topics), from, until });
}

describe('a changed conversation', () => {
  const wrote = { updated_at: 1_500, statistics: { last_contact_reply_at: 1_500 } };

  it('is to be looked at where a contact wrote and no record says so', () => {
    expect(standing(wrote)).toBe('unreported');
    expect(standing(wrote, { reports: [[replied, 1_400]] })).toBe('unreported');
    expect(standing(wrote, { reports: [['conversation.admin.replied', 1_500]] })).toBe('unreported');
  });

  it('is reported where the newest of each kind has its record, whatever else has moved it since', () => {
    expect(standing(wrote, { reports: [[replied, 1_500]] })).toBe('reported');
    expect(standing({ ...wrote, updated_at: 1_900 }, { reports: [[replied, 1_500]] })).toBe('reported');
  });

  it('is to be looked at where the first of several messages that wait for an answer has no record', () => {
    const twice = { updated_at: 1_900, waiting_since: 1_500, statistics: { last_contact_reply_at: 1_900 } };
    expect(standing(twice, { reports: [[replied, 1_900]] })).toBe('unreported');
    const both: [string, number][] = [
      [replied, 1_501],
      [replied, 1_900],
    ];
    expect(standing(twice, { reports: both })).toBe('reported');
    // The message that began the conversation is told of under another topic.
    const begun = { ...twice, created_at: 1_500 };
    expect(standing(begun, { reports: [[replied, 1_900]] })).toBe('reported');
  });

  it.each(['contact_reply', 'admin_reply', 'assignment', 'close'])(
    'is to be looked at where its first %s has no record, and its last one has',
    (kind) => {
      const topic = {
        contact_reply: replied,
        admin_reply: 'conversation.admin.replied',
        assignment: 'conversation.admin.assigned',
        close: 'conversation.admin.closed',
      }[kind];
      const statistics = { [`first_${kind}_at`]: 1_500, [`last_${kind}_at`]: 1_900 };
      const topics = [topic ?? ''];
      const last: [string, number] = [topic ?? '', 1_900];
      expect(standing({ updated_at: 1_900, statistics }, { topics, reports: [last] })).toBe('unreported');
      const reports: [string, number][] = [[topic ?? '', 1_500], last];
      expect(standing({ updated_at: 1_900, statistics }, { topics, reports })).toBe('reported');
    },
  );

  it('may have a webhook on its way where what is missing is young', () => {
    expect(standing({ updated_at: 2_001, statistics: { last_contact_reply_at: 2_001 } })).toBe('on_its_way');
  });

  it('concerns no rule where nothing happened that one listens to', () => {
    expect(standing({ updated_at: 1_500, statistics: { last_admin_reply_at: 1_500 } })).toBe('nothing');
    expect(standing({ updated_at: 1_500, statistics: { last_contact_reply_at: 900 } })).toBe('nothing');
  });

  it('was begun in this time, which counts as a reply in the statistics', () => {
    const begun = { created_at: 1_200, updated_at: 1_200, statistics: { last_contact_reply_at: 1_200 } };
    const topics = [replied, 'conversation.user.created'];
    expect(standing(begun, { topics })).toBe('unreported');
    expect(standing(begun, { topics, reports: [['conversation.user.created', 1_200]] })).toBe('reported');
    expect(standing(begun, { topics: [replied] })).toBe('nothing');
  });

  it('is to be looked at where a rule listens to what leaves no trace, and nothing explains the update', () => {
    const topics = [replied, noted];
    expect(standing({ updated_at: 1_500 }, { topics })).toBe('unreported');
    expect(standing({ updated_at: 1_500 }, { topics, reports: [[noted, 1_500]] })).toBe('reported');
    expect(standing({ updated_at: 1_500, statistics: { last_close_at: 1_500 } }, { topics })).toBe(
      'reported',
    );
    expect(standing({ updated_at: 2_500 }, { topics })).toBe('on_its_way');
  });

  it('is to be looked at where Intercom gives no statistics', () => {
    const conversation = conversationSchema.parse({ id: '1', created_at: 10, updated_at: 1_500 });
    const topics = new Set([replied]);
    expect(standingOf(conversation, [], { topics, from, until })).toBe('unreported');
  });
});
