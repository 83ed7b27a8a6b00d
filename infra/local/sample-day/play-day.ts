import * as z from 'zod';
import type { Person, Sample, SampleDay } from './sample-day.ts';

/** The Intercom ids that the day's people and conversations got, by the keys that they have in the samples. */
export interface PlayedDay {
  contacts: Map<string, string>;
  conversations: Map<string, string>;
  messages: PlayedMessage[];
}

/** A sample that Intercom reports as a notification, and how that notification is found again. */
export interface PlayedMessage {
  sample: Exclude<Sample, { tag: string }>;
  subject: { type: 'conversation' | 'contact'; id: string };
  topic: string;
  /** The conversation part that carries it; absent for a conversation's first message and for contacts. */
  partId?: string;
}

export interface WorkspaceAccess {
  baseUrl: string;
  token: string;
  adminId: string;
}

export interface Playing {
  /** Resolves when all that was posted has come to rest. */
  rest: () => Promise<void>;
  /** Told after each sample how many are done. */
  progress: (done: number) => void;
}

/**
 * Posts the day to the workspace through Intercom's own REST API, in order. People who write again do so minutes
 * later, when their conversation has its tags.
 */
export async function playDay(
  { customers, day }: SampleDay,
  workspace: WorkspaceAccess,
  { rest, progress }: Playing,
): Promise<PlayedDay> {
  const played: PlayedDay = { contacts: new Map(), conversations: new Map(), messages: [] };
  const suffix = await addressSuffix(workspace);
  for (const [key, person] of Object.entries(customers)) {
    played.contacts.set(key, await createContact(workspace, person, suffix));
  }
  for (const [index, sample] of day.entries()) {
    if ('reply' in sample) await rest();
    const message = await playSample(sample, workspace, played, suffix);
    if (message) played.messages.push(message);
    progress(index + 1);
  }
  return played;
}

async function playSample(
  sample: Sample,
  workspace: WorkspaceAccess,
  played: PlayedDay,
  suffix: string,
): Promise<PlayedMessage | undefined> {
  if ('contact' in sample) {
    const id = await createContact(workspace, sample.contact, suffix);
    played.contacts.set(sample.contact.key, id);
    return { sample, subject: { type: 'contact', id }, topic: `contact.${sample.contact.role}.created` };
  }
  if ('tag' in sample) {
    const tag = identified.parse(await post(workspace, '/tags', { name: sample.add }));
    const path = `/conversations/${idOf(played.conversations, sample.tag)}/tags`;
    await post(workspace, path, { id: tag.id, admin_id: workspace.adminId });
    return undefined;
  }
  if ('conversation' in sample) {
    const from = { type: 'user', id: idOf(played.contacts, sample.from) };
    const message = created.parse(await post(workspace, '/conversations', { from, body: sample.says }));
    played.conversations.set(sample.conversation, message.conversation_id);
    return {
      sample,
      subject: { type: 'conversation', id: message.conversation_id },
      topic: 'conversation.user.created',
    };
  }
  const id = idOf(played.conversations, sample.reply);
  const author =
    'from' in sample
      ? { type: 'user', intercom_user_id: idOf(played.contacts, sample.from) }
      : { type: 'admin', admin_id: workspace.adminId };
  const reply = { message_type: 'comment', body: sample.says, ...author };
  const { conversation_parts: parts } = replied.parse(
    await post(workspace, `/conversations/${id}/reply`, reply),
  );
  const partId = parts.conversation_parts.at(-1)?.id;
  return {
    sample,
    subject: { type: 'conversation', id },
    topic: 'from' in sample ? 'conversation.user.replied' : 'conversation.admin.replied',
    ...(partId === undefined ? {} : { partId }),
  };
}

/** An address belongs to one person: on a workspace that kept an earlier day the same people come with new ones. */
async function addressSuffix(workspace: WorkspaceAccess): Promise<string> {
  const { total_count: people } = counted.parse(await call(workspace, 'GET', '/contacts'));
  return people === 0 ? '' : `+${people}`;
}

async function createContact(
  workspace: WorkspaceAccess,
  { name, email, role }: Person,
  suffix: string,
): Promise<string> {
  const address = email.replace('@', `${suffix}@`);
  return identified.parse(await post(workspace, '/contacts', { name, email: address, role })).id;
}

const counted = z.object({ total_count: z.number() });
const identified = z.object({ id: z.string() });
const created = z.object({ conversation_id: z.string() });
const replied = z.object({ conversation_parts: z.object({ conversation_parts: z.array(identified) }) });

function post(workspace: WorkspaceAccess, path: string, body: unknown): Promise<unknown> {
  return call(workspace, 'POST', path, JSON.stringify(body));
}

/** One call of Intercom's REST API. */
export async function call(
  { baseUrl, token }: WorkspaceAccess,
  method: 'GET' | 'POST',
  path: string,
  body?: string,
): Promise<unknown> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'intercom-version': '2.11',
  };
  const response = await fetch(new URL(path, baseUrl), {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  if (!response.ok) {
    throw new Error(
      `The workspace answered ${method} ${path} with ${response.status}: ${await response.text()}`,
    );
  }
  return response.json();
}

function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`The samples speak of "${key}" before it is there.`);
  return id;
}
