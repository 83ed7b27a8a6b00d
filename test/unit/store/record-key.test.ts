import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  recordKey,
  recordKeyOf,
  recordNamed,
  subjectPartition,
  textKey,
} from '../../../functions/store/record-key.ts';

const app_id = 'workspace1';

describe('a record', () => {
  it.each([
    'conversation.user.replied/conversation:215/part:7',
    'conversation.user.replied/conversation:215/part:7/again:2026-11-23T10:00:00Z',
    'schedule:escalate-vip/conversation:215/2026-11-23T10:00:00Z#ended',
  ])('named %s is with the others of its subject', (identity) => {
    expect(recordKey({ app_id, identity }).pk).toBe(subjectPartition({ type: 'conversation', id: '215' }));
  });

  it.each([
    'unparsed/0a1b',
    'admin.logged_in/at:5:notif_1',
    // An id is of the other system's making, and may look like anything.
    'source:crm/conversation:215/part:7',
    'conversation:215',
    'conversation:215/part',
  ])('named %s is alone in its partition', (identity) => {
    expect(recordKey({ app_id, identity })).toEqual({
      pk: `NOTIFICATION#${app_id}#${identity}`,
      sk: 'RECORD',
    });
  });

  it('has a place that no other has, and that tells its name', () => {
    const part = fc.constantFrom(
      'a',
      'conversation:1',
      'contact:2',
      'source:crm',
      '#',
      '',
      'RECORD',
      '/',
      '\n',
    );
    const identity = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));
    const named = fc.record({ app_id: fc.constantFrom('app', 'conversation', 'RECORD'), identity });
    fc.assert(
      fc.property(named, (name) => {
        expect(recordNamed(recordKey(name))).toEqual(name);
        expect(recordKeyOf(textKey(name))).toEqual(recordKey(name));
        expect(textKey(name).pk).not.toBe(recordKey(name).pk);
      }),
    );
  });
});
