import * as z from 'zod';
import { type ContactReference, contactReferences } from './contact-reference.ts';
import {
  id,
  keepingRaw,
  optionalId,
  optionalText,
  optionalTime,
  type RawObject,
  type UnixSeconds,
} from './lenient.ts';
import { type Tag, tagSchema } from './tag.ts';

export interface Conversation {
  id: string;
  createdAt: UnixSeconds | null;
  updatedAt: UnixSeconds | null;
  state: string | null;
  adminAssigneeId: string | null;
  teamAssigneeId: string | null;
  contacts: ContactReference[];
  /** Null where the answer does not say: lists have been seen without them (intercom-ruby#402). */
  tags: Tag[] | null;
  raw: RawObject;
}

export const conversationSchema: z.ZodType<Conversation> = keepingRaw(
  {
    id,
    created_at: optionalTime,
    updated_at: optionalTime,
    state: optionalText,
    admin_assignee_id: optionalId,
    team_assignee_id: optionalId,
    contacts: contactReferences,
    tags: z
      .object({ tags: z.array(tagSchema) })
      .nullish()
      .catch(null),
  },
  (conversation) => ({
    id: conversation.id,
    createdAt: conversation.created_at,
    updatedAt: conversation.updated_at,
    state: conversation.state,
    adminAssigneeId: conversation.admin_assignee_id,
    teamAssigneeId: conversation.team_assignee_id,
    contacts: conversation.contacts,
    tags: conversation.tags?.tags ?? null,
  }),
);
