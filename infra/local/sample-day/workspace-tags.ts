import * as z from 'zod';
import { call, type PlayedDay, type WorkspaceAccess } from './play-day.ts';

const named = z.object({ name: z.string() });
const conversation = z.object({ tags: z.object({ tags: z.array(named) }) });
const contactTags = z.object({ data: z.array(named) });

/** The tags that stand on the workspace now, by the keys of the samples. */
export async function workspaceTags(played: PlayedDay, workspace: WorkspaceAccess) {
  const conversations = new Map<string, Set<string>>();
  for (const [key, id] of played.conversations) {
    const { tags } = conversation.parse(await call(workspace, 'GET', `/conversations/${id}`));
    conversations.set(key, new Set(tags.tags.map(({ name }) => name)));
  }
  const contacts = new Map<string, Set<string>>();
  for (const [key, id] of played.contacts) {
    const { data } = contactTags.parse(await call(workspace, 'GET', `/contacts/${id}/tags`));
    contacts.set(key, new Set(data.map(({ name }) => name)));
  }
  return { conversations, contacts };
}
