import { pack } from '../../functions/platform/pack.ts';
import { startLocalService } from './local-service.ts';
import { aReply } from './notifications.ts';
import { aRule, aRuleset, words } from './rulesets.ts';

export interface Spending {
  messages: number;
  /** Calls by operation: what the messages, as they are made, ask for at the least. */
  wanted: Record<string, number>;
  /** What the emulator counted. */
  made: Record<string, number>;
}

const ruleset = aRuleset([
  aRule({
    id: 'refund',
    when: words('refund'),
    then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }],
  }),
  aRule({
    id: 'user',
    when: { all: [words('upgrade'), { field: 'contact.role', operator: 'equals', values: ['user'] }] },
    then: [{ target: 'subject', add: [{ name: 'Upgrade' }], remove: [] }],
  }),
]);

/**
 * Applies messages of four kinds in turn: one that matches nothing, one that changes a tag, one whose tag is there
 * already, one that depends on its contact, in a conversation each. The tags are there.
 */
export async function spendOnMessages(messages: number): Promise<Spending> {
  const { workspace, stack, api, close } = await startLocalService(ruleset, {
    workspace: { rateLimit: { limit: 1_000_000, windowMs: 10_000 } },
    // A rule's limit would save calls that are asked for.
    changesPerHour: Number.MAX_SAFE_INTEGER,
  });
  const { appId } = workspace.options;
  const contact = await api('POST', '/contacts', { role: 'user', email: 'mira@example.test' });
  const contactId = String(contact['id']);
  const refund = await api('POST', '/tags', { name: 'Refund' });
  await api('POST', '/tags', { name: 'Upgrade' });
  const from = { type: 'user', id: contactId };
  const conversations: string[] = [];
  for (let n = 0; n < messages; n++) {
    const opened = await api('POST', '/conversations', { from, body: 'Hello' });
    conversations.push(String(opened['conversation_id']));
  }
  workspace.counts.clear();
  for (const [n, conversationId] of conversations.entries()) {
    const body = ['thanks', 'refund, please', 'refund, please', 'an upgrade'][n % 4] ?? '';
    const tags = n % 4 === 2 ? [{ id: String(refund['id']), name: 'Refund' }] : [];
    const reply = aReply({
      appId,
      conversationId,
      contactId,
      body,
      tags,
      id: `notif_${n}`,
      partId: `${1_000 + n}`,
    });
    stack.queue.send({
      groupId: `conversation:${conversationId}`,
      deduplicationId: `notif_${n}`,
      body: pack(Buffer.from(JSON.stringify(reply))),
      attributes: { kind: 'notification' },
    });
  }
  await stack.drain();
  const made = Object.fromEntries(
    Object.keys(workspace.counts.read()).map((name) => [name, workspace.counts.total(name)]),
  );
  await close();
  return { messages, wanted: wantedOf(messages), made };
}

function wantedOf(messages: number): Record<string, number> {
  const each = messages / 4;
  // A worker learns once each tag's id and its own admin's.
  return { attachTagToConversation: 2 * each, ShowContact: each, createTag: 2, identifyAdmin: 1 };
}
