import type * as z from 'zod';
import {
  type EmbeddedIds,
  embeddedIds,
  id,
  keepingRaw,
  optionalText,
  optionalTime,
  type RawObject,
  type UnixSeconds,
} from './lenient.ts';

export interface Contact {
  id: string;
  externalId: string | null;
  /** `user` or `lead`. */
  role: string | null;
  email: string | null;
  name: string | null;
  createdAt: UnixSeconds | null;
  updatedAt: UnixSeconds | null;
  /** Ids only, and at most ten: `listTagsForAContact` has them all, with names. */
  tags: EmbeddedIds | null;
  /** Ids only, and at most ten: `listCompaniesForAContact` has them all. */
  companies: EmbeddedIds | null;
  raw: RawObject;
}

export const contactSchema: z.ZodType<Contact> = keepingRaw(
  {
    id,
    external_id: optionalText,
    role: optionalText,
    email: optionalText,
    name: optionalText,
    created_at: optionalTime,
    updated_at: optionalTime,
    tags: embeddedIds,
    companies: embeddedIds,
  },
  ({ external_id, created_at, updated_at, ...contact }) => ({
    ...contact,
    externalId: external_id,
    createdAt: created_at,
    updatedAt: updated_at,
  }),
);
