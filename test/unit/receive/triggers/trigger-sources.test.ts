import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../functions/platform/config-error.ts';
import { parseTriggerSources } from '../../../../functions/receive/triggers/trigger-sources.ts';

const find = (entry: unknown) =>
  parseTriggerSources(JSON.stringify({ sources: { billing: entry } })).find('billing');
const hmac = { scheme: 'hmac', secrets: ['topsecret'], header: 'X-Signature' };

describe('an entry of the webhook secret', () => {
  it('takes what it leaves out from the defaults', () => {
    expect(find(hmac)).toEqual({
      scheme: 'hmac',
      secrets: ['topsecret'],
      header: 'X-Signature',
      algorithm: 'sha256',
      encoding: 'hex',
      prefix: '',
      signatureKey: null,
      signed: { before: [], after: [] },
      timestamp: null,
      tolerance: 300,
      id: null,
    });
  });

  it.each([
    ['no map', 'stripe', /scheme must be one of/],
    ['no scheme', { secrets: ['topsecret'] }, /scheme must be one of/],
    ['an unknown scheme', { ...hmac, scheme: 'paypal' }, /scheme must be one of/],
    ['a scheme of the prototype', { ...hmac, scheme: 'constructor' }, /scheme must be one of/],
    ['no secrets', { scheme: 'github' }, /secrets is missing/],
    ['an empty list of secrets', { scheme: 'github', secrets: [] }, /secrets is missing/],
    ['an empty secret', { scheme: 'github', secrets: ['topsecret', ' '] }, /secrets\.1 is missing/],
    ['an empty standard secret', { scheme: 'standard', secrets: ['whsec_'] }, /secrets must be base64/],
    [
      'a standard secret that is no base64',
      { scheme: 'standard', secrets: ['whsec_topsecret!'] },
      /must be base64/,
    ],
    [
      'a setting beside a preset',
      { scheme: 'stripe', secrets: ['topsecret'], header: 'X' },
      /header is no setting/,
    ],
    ['an unknown setting', { ...hmac, tolerance: 5 }, /tolerance is no setting/],
    ['no header', { scheme: 'hmac', secrets: ['topsecret'] }, /header is missing/],
    ['a header that no request can have', { ...hmac, header: 'X Signature' }, /header is no name/],
    ['an unknown algorithm', { ...hmac, algorithm: 'md5' }, /algorithm must be/],
    ['an unknown encoding', { ...hmac, encoding: 'utf8' }, /encoding must be/],
    ['a tolerance of no length', { ...hmac, tolerance_seconds: 0 }, /tolerance_seconds must be/],
    ['a tolerance of days', { ...hmac, tolerance_seconds: 86_400 }, /tolerance_seconds must be/],
    ['a signed content without the body', { ...hmac, signed: '{timestamp}' }, /\{body\} once/],
    ['a signed content with a misspelt placeholder', { ...hmac, signed: '{time}.{body}' }, /knows \{body\}/],
    ['a time that is not signed', { ...hmac, timestamp_header: 'X-Time' }, /must hold the \{timestamp\}/],
    ['a time that is not read', { ...hmac, signed: '{timestamp}.{body}' }, /needs timestamp_header/],
    ['an id that is not read', { ...hmac, signed: '{id}.{body}' }, /\{id\} needs id_header/],
    ['two places of the id', { ...hmac, id_header: 'X-Id', id_field: 'id' }, /exclude each other/],
    [
      'a time in a list that is none',
      { ...hmac, signed: '{timestamp}{body}', timestamp_key: 't' },
      /signature_key/,
    ],
  ])(
    'is refused where it has %s, by an error that names setting and source and no secret',
    (_, entry, problem) => {
      const found = () => find(entry);
      expect(found).toThrow(ConfigError);
      expect(found).toThrow(/^WEBHOOK_SECRET_ARN has a bad source "billing": /);
      expect(found).toThrow(problem);
      expect(found).not.toThrow(/topsecret/);
    },
  );

  it('that is bad stops no other source', () => {
    const sources = parseTriggerSources(JSON.stringify({ sources: { bad: {}, good: hmac } }));
    expect(sources.find('good')).not.toBeNull();
    expect(() => sources.find('bad')).toThrow(ConfigError);
  });

  it('is none where the secret has no sources', () => {
    expect(parseTriggerSources('{"client_secrets":["a"]}').find('billing')).toBeNull();
  });

  it.each(['', 'topsecret', '[]', '{"sources":[]}', '{"sources":"topsecret"}'])(
    'is refused where the secret is not a map with a map of them: %s',
    (text) => {
      const found = () => parseTriggerSources(text).find('billing');
      expect(found).toThrow(/^WEBHOOK_SECRET_ARN must hold sources/);
    },
  );
});
