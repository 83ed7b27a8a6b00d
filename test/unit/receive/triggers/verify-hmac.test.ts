import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseTriggerSources } from '../../../../functions/receive/triggers/trigger-sources.ts';
import { verifyTrigger } from '../../../../functions/receive/triggers/verify-trigger.ts';

const now = 1_767_787_200;

function verify(entry: Record<string, unknown>, body: string, headers: Record<string, string>) {
  const signing = parseTriggerSources(JSON.stringify({ sources: { it: entry } })).find('it');
  if (signing === null) throw new Error('the entry is there');
  const header = (name: string) => headers[name.toLowerCase()];
  return verifyTrigger(signing, { raw: Buffer.from(body), header }, now * 1000);
}

const digest = (secret: string, text: string) => createHmac('sha256', secret).update(text);

it("agrees with the example of GitHub's documentation", () => {
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const entry = { scheme: 'github', secrets: ["It's a Secret to Everybody"] };
  expect(verify(entry, 'Hello, World!', { 'x-hub-signature-256': signature })).toEqual({ signedAt: null });
});

describe('a source of its own kind', () => {
  const entry = {
    scheme: 'hmac',
    secrets: ['s'],
    header: 'X-Slack-Signature',
    prefix: 'v0=',
    signed: 'v0:{timestamp}:{body}',
    timestamp_header: 'X-Slack-Request-Timestamp',
  };

  it('signs what its template says', () => {
    const headers = {
      'x-slack-signature': `v0=${digest('s', `v0:${now}:{}`).digest('hex')}`,
      'x-slack-request-timestamp': String(now),
    };
    expect(verify(entry, '{}', headers)).toEqual({ signedAt: now });
  });

  it.each([
    ['milliseconds', String(now * 1000)],
    ['ISO with a zone', '2026-01-07T13:00:00+01:00'],
  ])('may write its time as %s', (_, written) => {
    const headers = {
      'x-slack-signature': `v0=${digest('s', `v0:${written}:{}`).digest('hex')}`,
      'x-slack-request-timestamp': written,
    };
    expect(verify(entry, '{}', headers)).toEqual({ signedAt: now });
  });

  it.each(['', 'soon', `${now}x`, '-1', '1e9', '2026-01-07T12:00:00', 'NaN'])(
    'is refused where its time is none, though it is signed: %s',
    (written) => {
      const headers = {
        'x-slack-signature': `v0=${digest('s', `v0:${written}:{}`).digest('hex')}`,
        'x-slack-request-timestamp': written,
      };
      expect(verify(entry, '{}', headers)).toBeNull();
    },
  );

  it('may sign its id, too', () => {
    const signed = { ...entry, signed: '{id}.{timestamp}.{body}', id_header: 'X-Id' };
    const headers = {
      'x-slack-signature': `v0=${digest('s', `one.${now}.{}`).digest('hex')}`,
      'x-slack-request-timestamp': String(now),
      'x-id': 'one',
    };
    expect(verify(signed, '{}', headers)).toEqual({ signedAt: now });
    expect(verify(signed, '{}', { ...headers, 'x-id': 'two' })).toBeNull();
  });
});

describe('the header of Stripe', () => {
  const entry = { scheme: 'stripe', secrets: ['new'] };
  const by = (secret: string) => digest(secret, `${now}.{}`).digest('hex');

  it('may hold the signatures of two secrets while one replaces the other', () => {
    const header = `t=${now},v1=${by('old')},v1=${by('new')}`;
    expect(verify(entry, '{}', { 'stripe-signature': header })).toEqual({ signedAt: now });
  });

  it.each([
    ['no time', `v1=${by('new')}`],
    ['two times', `t=${now},t=${now - 1},v1=${by('new')}`],
    ['no signature', `t=${now}`],
    ['a signature of another version', `t=${now},v0=${by('new')}`],
    ['no form', by('new')],
  ])('is refused where it holds %s', (_, header) => {
    expect(verify(entry, '{}', { 'stripe-signature': header })).toBeNull();
  });
});

describe('a signature', () => {
  const entry = { scheme: 'hmac', secrets: ['s'], header: 'X-Signature', encoding: 'base64' };
  const signature = digest('s', '{}').digest('base64');

  it('is taken as it is written', () => {
    expect(verify(entry, '{}', { 'x-signature': signature })).toEqual({ signedAt: null });
  });

  it.each([
    ['cut', signature.slice(0, -4)],
    ['with more behind it', `${signature}AAAA`],
    ['with white space in it', `${signature.slice(0, 8)} ${signature.slice(8)}`],
    ['twice', `${signature}, ${signature}`],
    ['in hex', digest('s', '{}').digest('hex')],
    ['empty', ''],
  ])('is refused %s', (_, header) => {
    expect(verify(entry, '{}', { 'x-signature': header })).toBeNull();
  });
});
