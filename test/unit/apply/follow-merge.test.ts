import { describe, expect, it } from 'vitest';
import { followMerge } from '../../../functions/apply/follow-merge.ts';
import { IntercomResponseError } from '../../../functions/intercom/errors/intercom-response-error.ts';
import { idleIntercom, notAskedFor } from '../../support/idle-intercom.ts';
import { aRecord } from '../../support/records.ts';
import { keptLog } from '../../support/silent-log.ts';

const merged = {
  id: 'notif_1',
  topic: 'contact.merged',
  app_id: 'workspace1',
  data: { item: { type: 'contact', id: '6762f1' } },
};

/** Follows it where the search of the contact's conversations answers so. */
function follow(status: number, code: string) {
  const log = keptLog();
  const deps = {
    conversationsOf: async () => {
      const retryable = status >= 500;
      throw new IntercomResponseError({
        operation: 'searchConversations',
        status,
        code,
        message: code,
        retryable,
      });
    },
    eraseStore: {
      get table() {
        return notAskedFor();
      },
      get queries() {
        return notAskedFor();
      },
    },
    intercom: idleIntercom,
    log,
    now: () => 0,
    random: () => 0,
  };
  return { log, followed: followMerge(deps, merged, aRecord({})) };
}

describe('following a merge where Intercom does not say which conversations the contact has', () => {
  it('leaves the notification to be decided, where it never will', async () => {
    const { log, followed } = follow(403, 'api_plan_restricted');
    await followed;
    expect(log.lines).toMatchObject([{ level: 'warn' }]);
  });

  it('is tried again, where it may', async () => {
    const { followed } = follow(503, 'service_unavailable');
    await expect(followed).rejects.toMatchObject({ status: 503 });
  });
});
