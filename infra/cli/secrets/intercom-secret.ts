import * as z from 'zod';
import { parseJson } from '../../../functions/platform/parse-json.ts';
import type { GivenSecrets } from './given-secrets.ts';

const intercomSecret = z.object({ access_token: z.string().optional(), admin_id: z.string().optional() });

/** The text of the secret `intercom`. */
export type IntercomSecret = z.infer<typeof intercomSecret>;

/** What is stored now; nothing where it is not set yet, or holds something else. */
export function parseIntercomSecret(text: string | null): IntercomSecret {
  const result = intercomSecret.safeParse(parseJson(text ?? ''));
  return result.success ? result.data : {};
}

export function mergeIntercomSecret(held: IntercomSecret, given: GivenSecrets): IntercomSecret {
  return {
    ...held,
    ...(given.accessToken === undefined ? {} : { access_token: given.accessToken }),
    ...(given.adminId === undefined ? {} : { admin_id: given.adminId }),
  };
}

export function adminIdIn(text: string | null): string | undefined {
  return parseIntercomSecret(text).admin_id;
}
