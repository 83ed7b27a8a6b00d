import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { identityOf } from '../../../functions/apply/identity-of.ts';
import { readNotification } from '../../../functions/apply/read-notification.ts';
import { objectOf } from '../../../functions/rules/subject.ts';
import { notificationsOf } from '../../../functions/sync/catch-up/missed-notifications.ts';
import { CAUGHT_UP_TOPICS } from '../../../functions/sync/catch-up/part-topics.ts';
import { startConversation } from '../../../infra/local/workspace/conversations/start-conversation.ts';
import { runs } from '../../support/runs.ts';
import { startWorkspace } from '../../support/start-workspace.ts';

interface Call {
  path: 'reply' | 'parts';
  body: object;
}

const asAdmin =
  (path: Call['path'], fields: object) =>
  (_: string, admin: string): Call => ({
    path,
    body: { type: 'admin', admin_id: admin, ...fields },
  });

/** What people do in a conversation, as calls of the API. */
const actions = {
  contactReplies: (contact: string): Call => ({
    path: 'reply',
    body: { message_type: 'comment', type: 'user', intercom_user_id: contact, body: '<p>Hi &amp; hello</p>' },
  }),
  adminReplies: asAdmin('reply', { message_type: 'comment', body: 'Yes' }),
  adminNotes: asAdmin('reply', { message_type: 'note', body: 'Note' }),
  adminAssigns: (_: string, admin: string) =>
    asAdmin('parts', { message_type: 'assignment', assignee_id: admin })(_, admin),
  adminCloses: asAdmin('parts', { message_type: 'close' }),
  adminOpens: asAdmin('parts', { message_type: 'open' }),
  adminSnoozes: asAdmin('parts', { message_type: 'snoozed', snoozed_until: 4_000_000_000 }),
};
const everyAction = Object.values(actions);
type Action = (typeof everyAction)[number];

describe('what catch-up makes of a conversation', () => {
  it('is what the webhooks said, under the same identities and with the same message, in their order', async () => {
    const anyAction = fc.constantFrom(...everyAction);
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { maxLength: 12 }), async (taken) => {
        const { told, caughtUp } = await live(taken);
        expect(caughtUp).toEqual(told);
        expect(told).toHaveLength(taken.length + 1);
      }),
      { numRuns: runs(30) },
    );
  });

  it('is each of the topics that parts bear in the emulator', async () => {
    const { told } = await live([
      ...everyAction,
      actions.adminOpens,
      actions.adminCloses,
      actions.adminAssigns,
      actions.adminCloses,
      actions.adminOpens,
    ]);
    expect(new Set(told.map(({ topic }) => topic))).toEqual(
      // An admin's own conversation and a bot's reply are nothing that the emulator's API can do.
      new Set(
        CAUGHT_UP_TOPICS.filter(
          (topic) =>
            topic !== 'conversation.admin.single.created' && topic !== 'conversation.operator.replied',
        ),
      ),
    );
  });
});

async function live(taken: readonly Action[]) {
  const bodies: string[] = [];
  await using started = await startWorkspace({
    fetch: async (_url, init) => {
      if (typeof init?.body === 'string') bodies.push(init.body);
      return new Response(null, { status: 200 });
    },
  });
  const { workspace, adminId } = started;
  workspace.webhooks.configure({ concurrency: 1 });
  await workspace.subscribe({ url: 'http://webhook.test', secret: 'secret' });
  const contactId = await started.create('contacts', { role: 'user', email: 'mira@example.test' });
  const contact = workspace.core.contacts.find(contactId);
  if (contact === undefined) throw new Error('no contact');
  const { id } = startConversation(workspace.core, { contact, body: '<p>Hello</p>' });
  for (const action of taken) {
    const { path, body } = action(contactId, adminId);
    const response = await workspace.app.request(`/conversations/${id}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.options.token}` },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  }
  await workspace.webhooks.idle();

  const conversation = await started.connect().retrieveConversation(id, { displayAs: 'html' });
  const caughtUp = notificationsOf(conversation, {
    appId: workspace.options.appId,
    topics: new Set(CAUGHT_UP_TOPICS),
    from: 0,
    until: Number.MAX_SAFE_INTEGER,
  });
  return {
    told: bodies.flatMap((body) => {
      const notification = readNotification(Buffer.from(body));
      return notification?.topic.startsWith('conversation.') ? [essence(notification)] : [];
    }),
    caughtUp: caughtUp.map(({ notification }) => essence(notification)),
  };
}

/** REST leaves `assigned_to` out where webhooks have null. */
const partsSchema = z.object({
  conversation_parts: z.object({
    conversation_parts: z.array(z.looseObject({ id: z.string(), assigned_to: z.unknown().default(null) })),
  }),
});

/** What the rules read of the message, and what makes the record. */
function essence(notification: NonNullable<ReturnType<typeof readNotification>>) {
  const item = notification.data?.item;
  return {
    topic: notification.topic,
    created_at: notification.created_at,
    identity: identityOf(notification, objectOf(notification)),
    source: item?.['source'],
    parts: partsSchema.parse(item).conversation_parts.conversation_parts,
  };
}
