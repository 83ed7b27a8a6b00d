import { describe, expect, it } from 'vitest';
import { expectedTags } from '../../../../../infra/local/sample-day/expected-tags.ts';
import { readSampleDay } from '../../../../../infra/local/sample-day/sample-day.ts';

describe('the sample day', () => {
  const day = readSampleDay();

  it('has at least 40 messages, of which many must change nothing', () => {
    const messages = day.day.filter((sample) => 'says' in sample);
    const untouched = messages.filter(({ tags, untags }) => tags.length + untags.length === 0);

    expect(messages.length).toBeGreaterThanOrEqual(40);
    expect(untouched.length).toBeGreaterThanOrEqual(10);
  });

  it('adds up by hand to what every conversation and person ends with', () => {
    const { conversations, contacts } = expectedTags(day);

    expect(conversations.get('delivery-plain')).toEqual(new Set(['Delivery', 'Refund']));
    expect(conversations.get('triage')).toEqual(new Set(['Invoice']));
    expect(conversations.get('refundable')).toEqual(new Set());
    expect(contacts.get('cafe')).toEqual(new Set(['Wholesale lead']));
    expect(contacts.get('mia')).toEqual(new Set(['Refund requester']));
  });
});
