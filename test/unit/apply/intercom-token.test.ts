import { expect, it } from 'vitest';
import { createIntercomToken, fetchWithFreshToken } from '../../../functions/apply/intercom-token.ts';

function setup(tokens: string[]) {
  let reads = 0;
  const token = createIntercomToken(async () => {
    reads += 1;
    return JSON.stringify({ access_token: tokens[Math.min(reads, tokens.length) - 1] });
  });
  const asked: string[] = [];
  const fetch = fetchWithFreshToken(token, async (_input, init) => {
    const authorization = new Headers(init?.headers).get('Authorization') ?? '';
    asked.push(authorization);
    return new Response(null, { status: authorization === 'Bearer new' ? 200 : 401 });
  });
  const call = async () =>
    fetch('https://api.intercom.io/me', { headers: { Authorization: `Bearer ${await token.current()}` } });
  return { token, call, asked, reads: () => reads };
}

it('reads the secret again where Intercom refuses the token, and tries once more', async () => {
  const { call, asked } = setup(['old', 'new']);
  expect((await call()).status).toBe(200);
  expect(asked).toEqual(['Bearer old', 'Bearer new']);
});

it('tries no more where the secret holds the same token', async () => {
  const { call, asked, reads } = setup(['old']);
  expect((await call()).status).toBe(401);
  expect(asked).toEqual(['Bearer old']);
  expect(reads()).toBe(2);
});

it('refuses a secret of another shape without quoting it', async () => {
  const token = createIntercomToken(async () => 'hunter2');
  await expect(token.current()).rejects.toThrow(/^(?!.*hunter2).*access_token/);
});

it('takes calls that are refused side by side for one change of the token', async () => {
  const { token, reads } = setup(['old', 'new']);
  await token.current();
  expect(await token.otherThan('old')).toBe('new');
  expect(await token.otherThan('old')).toBe('new');
  expect(reads()).toBe(2);
  expect(await token.otherThan('new')).toBeNull();
});

it('asks whose token it is once for each token that it reads, and names that admin', async () => {
  const identified: string[] = [];
  const token = createIntercomToken(
    async () => JSON.stringify({ access_token: 'a token' }),
    async (read) => {
      identified.push(read);
      return '991267';
    },
  );
  expect([await token.current(), await token.current(), await token.adminId()]).toEqual([
    'a token',
    'a token',
    '991267',
  ]);
  expect(identified).toEqual(['a token']);
});

it('names the admin whom the secret names before whose token it is', async () => {
  const text = JSON.stringify({ access_token: 'a token', admin_id: '7' });
  const token = createIntercomToken(
    async () => text,
    async () => '991267',
  );
  expect(await token.adminId()).toBe('7');
});

it('hands out no token that is refused, and reads the secret again the next time', async () => {
  let reads = 0;
  const token = createIntercomToken(
    async () => JSON.stringify({ access_token: `token ${++reads}` }),
    async (read) => {
      if (read === 'token 1') throw new Error('of another workspace');
      return '7';
    },
  );
  await expect(token.current()).rejects.toThrow('of another workspace');
  expect(await token.current()).toBe('token 2');
});
