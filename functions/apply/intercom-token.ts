import * as z from 'zod';
import { ConfigError } from '../platform/config-error.ts';
import { kept } from '../platform/kept.ts';
import { parseJson } from '../platform/parse-json.ts';
import { SETTINGS } from '../platform/settings.ts';

/** The access token, held between calls. */
export interface IntercomToken {
  current(): Promise<string>;
  /** The admin whom the secret names beside it, else whose token it is where that was asked; in whose name we tag. */
  adminId(): Promise<string | undefined>;
  /** A token other than the one that Intercom refused; the secret is read again for it. Null: it still holds that one. */
  otherThan(refused: string): Promise<string | null>;
}

const secret = z.object({ access_token: z.string().trim().min(1), admin_id: z.string().optional() });

/** Asks Intercom whose token this is, each time that one has been read. @returns that admin's id */
export type IdentifyToken = (token: string) => Promise<string>;

/** Keeps what `read` yields: the secret's text, `{"access_token": "…"}`, which may name an `admin_id` as well. */
export function createIntercomToken(read: () => Promise<string>, identify?: IdentifyToken): IntercomToken {
  const { current, reload } = kept(async () => {
    const { access_token: token, admin_id: named } = parseSecret(await read());
    const own = await identify?.(token);
    return { token, adminId: named ?? own };
  });
  return {
    current: async () => (await current()).token,
    adminId: async () => (await current()).adminId,
    async otherThan(refused) {
      // Of calls that are refused side by side, the first may have read it again for all.
      const held = await current();
      const { token } = held.token === refused ? await reload() : held;
      return token === refused ? null : token;
    },
  };
}

/** `fetch` that, where Intercom refuses the token, reads the secret again and tries once more if it changed. */
export function fetchWithFreshToken(token: IntercomToken, fetch = globalThis.fetch): typeof globalThis.fetch {
  return async function fetchIntercom(input, init) {
    const response = await fetch(input, init);
    if (response.status !== 401) return response;
    const headers = new Headers(init?.headers);
    const other = await token.otherThan(headers.get('Authorization')?.replace(/^Bearer /, '') ?? '');
    if (other === null) return response;
    await response.body?.cancel();
    headers.set('Authorization', `Bearer ${other}`);
    return fetch(input, { ...init, headers });
  };
}

function parseSecret(text: string): z.infer<typeof secret> {
  const result = secret.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new ConfigError(SETTINGS.intercomSecretArn, 'must hold {"access_token": "…"}');
}
