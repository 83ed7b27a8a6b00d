/** A workspace emulator with so many conversations, in a process of its own; told by messages what should happen. */

import { renderContactAuthor } from '../../../infra/local/workspace/contacts/render-contact.ts';
import { createContact } from '../../../infra/local/workspace/contacts/write-contact.ts';
import { addPart } from '../../../infra/local/workspace/conversations/add-part.ts';
import { startConversation } from '../../../infra/local/workspace/conversations/start-conversation.ts';
import { countHappening } from '../../../infra/local/workspace/conversations/statistics.ts';
import { serveWorkspace } from '../../../infra/local/workspace/serve.ts';
import { realTimers } from '../../../infra/local/workspace/timers.ts';
import { createWorkspace } from '../../../infra/local/workspace/workspace.ts';
import { commandSchema } from './messages.ts';

const conversations = Number(process.argv[2]);

const timers = realTimers();
const workspace = createWorkspace({ timers });
const { core } = workspace;
const running = await serveWorkspace(workspace);
const ids = populate();

process.on('message', (message) => {
  const command = commandSchema.parse(message);
  if (command.do === 'change') change(command);
  if (command.do === 'advance') timers.advance(command.minutes * 60_000);
  tell();
});
tell();

function populate(): string[] {
  const texts = ['Where is my order?', 'I cannot log in since yesterday', 'Thank you, that was quick'];
  const pro = { plan: 'Pro' };
  // Of the contacts a tenth, and of the conversations a hundredth.
  const customers = Array.from({ length: conversations }, (_, n) => {
    const email = `customer-${n}@example.test`;
    return createContact(core, { role: 'user', email, custom_attributes: n % 10 === 0 ? pro : {} });
  });
  const begun = core.now() - 90 * 86_400;
  return Array.from({ length: conversations }, (_, n) => {
    const contact = customers[n % customers.length];
    if (contact === undefined) throw new Error('no customer');
    const createdAt = begun + Math.floor((n / conversations) * 89 * 86_400);
    const body = texts[n % texts.length] ?? '';
    const conversation = startConversation(core, { contact, body, createdAt });
    if (n % 100 === 0) conversation.customAttributes = pro;
    return conversation.id;
  });
}

function change({ written, answered }: { written: number; answered: number }): void {
  const step = Math.floor(ids.length / (written + answered));
  for (let n = 0; n < written + answered; n++) {
    const conversation = core.conversations.find(ids[n * step] ?? '');
    const contact = core.contacts.find(conversation?.contactIds[0] ?? '');
    if (conversation === undefined || contact === undefined) throw new Error('no conversation');
    const byContact = n < written;
    const { me } = core.admins;
    const author = byContact
      ? renderContactAuthor(contact)
      : { type: 'admin' as const, id: me.id, name: me.name, email: me.email };
    const body = byContact ? 'I want a refund' : 'We are looking into it';
    const part = addPart(core, conversation, { partType: 'comment', author, body });
    countHappening(
      conversation.statistics,
      byContact ? 'contact_reply' : 'admin_reply',
      part.createdAt,
      null,
    );
  }
}

function tell(): void {
  globalThis.gc?.();
  const operations = Object.keys(workspace.counts.read());
  const calls = Object.fromEntries(operations.map((name) => [name, workspace.counts.total(name)]));
  const memoryMb = process.memoryUsage().rss / 1e6;
  process.send?.({ url: running.url, memoryMb, calls });
}
