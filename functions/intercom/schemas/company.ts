import * as z from 'zod';
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

export interface Company {
  /** Intercom's own. */
  id: string;
  /** The workspace's own. */
  companyId: string | null;
  name: string | null;
  createdAt: UnixSeconds | null;
  updatedAt: UnixSeconds | null;
  /** Null where the answer does not say. */
  tags: Tag[] | null;
  raw: RawObject;
}

export const companySchema: z.ZodType<Company> = keepingRaw(
  {
    id,
    company_id: optionalId,
    name: optionalText,
    created_at: optionalTime,
    updated_at: optionalTime,
    tags: z
      .object({ tags: z.array(tagSchema) })
      .nullish()
      .catch(null),
  },
  (company) => ({
    id: company.id,
    companyId: company.company_id,
    name: company.name,
    createdAt: company.created_at,
    updatedAt: company.updated_at,
    tags: company.tags?.tags ?? null,
  }),
);
