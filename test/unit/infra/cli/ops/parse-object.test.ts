import { describe, expect, it } from 'vitest';
import { parseObject } from '../../../../../infra/cli/ops/parse-object.ts';

describe('parseObject', () => {
  it.each([
    ['conversation:215469', { type: 'conversation', id: '215469' }],
    ['contact:6762f09a1bb69f9f2193bb34', { type: 'contact', id: '6762f09a1bb69f9f2193bb34' }],
    [
      'https://app.intercom.com/a/inbox/abc1/inbox/shared/all/conversation/215469?view=List',
      { type: 'conversation', id: '215469' },
    ],
    ['https://app.eu.intercom.com/a/apps/abc1/conversations/215469', { type: 'conversation', id: '215469' }],
    [
      'https://app.intercom.com/a/apps/abc1/users/6762f1/all-conversations',
      { type: 'contact', id: '6762f1' },
    ],
    ['https://app.intercom.com/a/apps/abc1/companies/6762f1/users', { type: 'company', id: '6762f1' }],
  ])('reads %s', (text, object) => {
    expect(parseObject(text)).toEqual(object);
  });

  it.each(['215469', 'conversation', 'conversation:', 'tag:5', 'https://app.intercom.com/a/inbox'])(
    'says of %s how to name an object',
    (text) => {
      expect(() => parseObject(text)).toThrow(`"${text}" names no object: give its type and Intercom's id`);
    },
  );
});
