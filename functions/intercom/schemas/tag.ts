import * as z from 'zod';
import { id, keepingRaw, optionalId, optionalTime, type RawObject, type UnixSeconds } from './lenient.ts';

export interface Tag {
  id: string;
  name: string;
  /** Null in the catalogue, and in the answer to a removal that found nothing to remove. */
  appliedAt: UnixSeconds | null;
  appliedBy: { type: string; id: string | null } | null;
  raw: RawObject;
}

export const tagSchema: z.ZodType<Tag> = keepingRaw(
  {
    id,
    name: z.string(),
    applied_at: optionalTime,
    applied_by: z.object({ type: z.string(), id: optionalId }).nullish().catch(null),
  },
  (tag) => ({
    id: tag.id,
    name: tag.name,
    appliedAt: tag.applied_at,
    appliedBy: tag.applied_by ?? null,
  }),
);
