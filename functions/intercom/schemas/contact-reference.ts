import * as z from 'zod';
import { id, optionalText } from './lenient.ts';

/** A contact as conversations and tickets name it: no e-mail address, no name. */
export interface ContactReference {
  id: string;
  externalId: string | null;
}

const reference = z
  .object({ id, external_id: optionalText })
  .transform(({ id, external_id }): ContactReference => ({ id, externalId: external_id }));

export const contactReferences = z
  .object({ contacts: z.array(reference) })
  .transform(({ contacts }) => contacts)
  .nullish()
  .catch(null)
  .transform((contacts) => contacts ?? []);
