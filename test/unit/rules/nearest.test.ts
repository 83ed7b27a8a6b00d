import { describe, expect, it } from 'vitest';
import { fieldNames } from '../../../functions/rules/fields.ts';
import { didYouMean, nearest } from '../../../functions/rules/nearest.ts';

describe('nearest', () => {
  it.each([
    ['mesage.text', 'message.text'],
    ['message.txet', 'message.text'],
    ['contact.emial', 'contact.email'],
    ['email', 'contact.email'],
    ['company.plan_name', 'company.plan.name'],
    ['email_domain', 'contact.email_domain'],
    ['Company.Plan.Name', 'company.plan.name'],
    ['conversation.assigned_admin', undefined],
    ['xyz', undefined],
    ['x'.repeat(500), undefined],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearest(typed, fieldNames())).toBe(meant);
  });

  it('takes a name for one of which parts were left out', () => {
    expect(nearest('contact.created', ['contact.merged', 'contact.user.created'])).toBe(
      'contact.user.created',
    );
  });

  it('asks only where something is near', () => {
    expect(didYouMean('wrods', ['words', 'contains'])).toBe(' Did you mean "words"?');
    expect(didYouMean('telepathy', ['words', 'contains'])).toBe('');
  });
});
