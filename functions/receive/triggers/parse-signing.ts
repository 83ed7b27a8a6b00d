import { Webhook } from 'standardwebhooks';
import * as z from 'zod/mini';
import { PRESETS, type Preset } from './presets.ts';
import { parseSignedContent, uses } from './signed-content.ts';
import type { HmacSigning, Signing } from './signing.ts';

/** What is wrong with an entry, in words that hold none of its values: they may be secrets. */
interface Problem {
  problem: string;
}

/** One entry of `sources`: `standard`, `hmac` with its settings, or the name of a preset, and the secrets. */
export function parseSigning(entry: unknown): Signing | Problem {
  const named = z.object({ scheme: z.string() }).safeParse(entry);
  const scheme = named.success ? named.data.scheme : '';
  if (scheme === 'standard') return parseStandard(entry);
  if (scheme === 'hmac') return parseHmac(entry);
  if (!isPreset(scheme)) {
    return { problem: `scheme must be one of standard, hmac, ${Object.keys(PRESETS).join(', ')}` };
  }
  const preset = read(secretsOnly, entry);
  return 'problem' in preset ? preset : parseHmac({ ...PRESETS[scheme], ...preset });
}

const scheme = z.string();
/** An empty secret is refused: anybody can sign with the empty key. */
const secrets = z.array(z.string().check(z.trim(), z.minLength(1))).check(z.minLength(1));
const text = z.optional(z.string().check(z.minLength(1)));

const secretsOnly = { scheme, secrets };
/** No more of zod than the rest of receive has: what is used here, a start of receive would load. */
const hmacSettings = {
  scheme,
  secrets,
  header: z.string(),
  algorithm: text,
  encoding: text,
  prefix: text,
  signature_key: text,
  signed: text,
  timestamp_header: text,
  timestamp_key: text,
  tolerance_seconds: z.optional(z.unknown()),
  id_header: text,
  id_field: text,
};

type HmacSettings = z.infer<z.ZodMiniObject<typeof hmacSettings>>;

/** An entry with these settings and no others. */
function read<T extends z.core.$ZodLooseShape>(
  shape: T,
  entry: unknown,
): z.infer<z.ZodMiniObject<T>> | Problem {
  const result = z.object(shape).safeParse(entry);
  if (!result.success) {
    return { problem: `${result.error.issues[0]?.path.join('.') || 'the entry'} is missing or not valid` };
  }
  const unknown = Object.keys(Object(entry)).find((key) => !Object.hasOwn(shape, key));
  return unknown === undefined ? result.data : { problem: `${unknown} is no setting of this scheme` };
}

function parseStandard(entry: unknown): Signing | Problem {
  const settings = read(secretsOnly, entry);
  if ('problem' in settings) return settings;
  try {
    // The library refuses what it cannot decode, and a key that is empty.
    const { secrets } = settings;
    return secrets.map((secret) => new Webhook(secret)).length > 0
      ? { scheme: 'standard', secrets }
      : { problem: 'secrets is empty' };
  } catch {
    return { problem: 'secrets must be base64, with or without whsec_ before it' };
  }
}

function parseHmac(entry: unknown): Signing | Problem {
  const settings = read(hmacSettings, entry);
  if ('problem' in settings) return settings;

  const { secrets, header, prefix = '', signature_key: signatureKey = null } = settings;
  const algorithm = algorithms.find((each) => each === (settings.algorithm ?? 'sha256'));
  const encoding = encodings.find((each) => each === (settings.encoding ?? 'hex'));
  const tolerance = toleranceOf(settings.tolerance_seconds);
  const signed = parseSignedContent(settings.signed ?? '{body}');
  if (algorithm === undefined) return { problem: `algorithm must be one of ${algorithms.join(', ')}` };
  if (encoding === undefined) return { problem: `encoding must be one of ${encodings.join(', ')}` };
  if (tolerance === null) return { problem: 'tolerance_seconds must be a whole number from 1 to 3600' };
  if ('problem' in signed) return signed;

  const timestamp = timestampOf(settings);
  const id = idOf(settings);
  const problem = faultIn(settings, { signed, timestamp, id });
  if (problem !== null) return { problem };
  return {
    scheme: 'hmac',
    secrets,
    header,
    algorithm,
    encoding,
    prefix,
    signatureKey,
    signed,
    timestamp,
    tolerance,
    id,
  };
}

const algorithms = ['sha1', 'sha256', 'sha512'] as const;
const encodings = ['hex', 'base64'] as const;

/** A time or an id that is read and not signed, or signed and not read, protects nothing. */
function faultIn(
  settings: HmacSettings,
  { signed, timestamp, id }: Pick<HmacSigning, 'signed' | 'timestamp' | 'id'>,
): string | null {
  for (const key of ['header', 'timestamp_header', 'id_header'] as const) {
    // RFC 9110's `token`: a header of another name never arrives.
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(settings[key] ?? 'none')) return `${key} is no name of a header`;
  }
  if (settings.timestamp_key !== undefined && settings.signature_key === undefined) {
    return 'timestamp_key needs signature_key: both stand in one header';
  }
  if (settings.timestamp_key !== undefined && settings.timestamp_header !== undefined) {
    return 'timestamp_header and timestamp_key exclude each other';
  }
  if (settings.id_header !== undefined && settings.id_field !== undefined) {
    return 'id_header and id_field exclude each other';
  }
  if (timestamp !== null && !uses(signed, 'timestamp'))
    return 'signed must hold the {timestamp} that is read';
  if (timestamp === null && uses(signed, 'timestamp')) {
    return '{timestamp} needs timestamp_header or timestamp_key';
  }
  if (uses(signed, 'id') && (id === null || !('header' in id))) return '{id} needs id_header';
  return null;
}

/** Seconds; null for what is none. An hour is long enough for any clock, and for a copied request too long. */
function toleranceOf(value: unknown): number | null {
  if (value === undefined) return 300;
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 3_600 ? value : null;
}

function timestampOf({ timestamp_header, timestamp_key }: HmacSettings): HmacSigning['timestamp'] {
  if (timestamp_header !== undefined) return { header: timestamp_header };
  return timestamp_key === undefined ? null : { key: timestamp_key };
}

function idOf({ id_header, id_field }: HmacSettings): HmacSigning['id'] {
  if (id_header !== undefined) return { header: id_header };
  return id_field === undefined ? null : { field: id_field };
}

function isPreset(name: string): name is Preset {
  return Object.hasOwn(PRESETS, name);
}
