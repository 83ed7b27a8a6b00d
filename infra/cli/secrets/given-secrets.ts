import * as z from 'zod';
import { parseJson } from '../../../functions/platform/parse-json.ts';
import { OpsError } from '../ops/ops-error.ts';

/** What somebody wants to be set; what is absent stays as it is. */
export interface GivenSecrets {
  accessToken?: string | undefined;
  adminId?: string | undefined;
  clientSecret?: string | undefined;
  /** By name; null takes a source away. */
  sources?: Record<string, Record<string, unknown> | null> | undefined;
}

const text = z.string().trim().min(1, 'is empty');
const document = z.strictObject({
  access_token: text.optional(),
  admin_id: text.regex(/^\d+$/, 'is not the number of an admin').optional(),
  client_secret: text.optional(),
  sources: z.record(z.string(), z.record(z.string(), z.unknown()).nullable()).optional(),
});

/** The JSON document that scripts give on stdin. @throws OpsError, which quotes nothing of it */
export function parseGivenSecrets(json: string): GivenSecrets {
  const parsed = parseJson(json);
  if (parsed === undefined) throw new OpsError(`stdin holds no JSON; ${EXPECTED}`);
  const result = document.safeParse(parsed);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new OpsError(`stdin: ${issue?.path.join('.') || 'the document'} ${issue?.message}; ${EXPECTED}`);
  }
  const { access_token, admin_id, client_secret, sources } = result.data;
  return { accessToken: access_token, adminId: admin_id, clientSecret: client_secret, sources };
}

const EXPECTED = 'expected {"access_token", "client_secret", "admin_id", "sources"}, or some of these.';
