import { expect, it } from 'vitest';
import { kept } from '../../../functions/platform/kept.ts';

/** Loads that end when the test says so: `loads[n]` settles the nth. */
function setup() {
  const loads: PromiseWithResolvers<string>[] = [];
  const value = kept(() => {
    const load = Promise.withResolvers<string>();
    loads.push(load);
    return load.promise;
  });
  const settle = async (n: number, outcome: string | Error) => {
    const load = loads[n];
    if (outcome instanceof Error) load?.reject(outcome);
    else load?.resolve(outcome);
    await load?.promise.catch(() => undefined);
  };
  return { value, loads, settle };
}

it('loads once for all who ask', async () => {
  const { value, loads, settle } = setup();
  const asked = [value.current(), value.current()];
  await settle(0, 'first');
  expect(await Promise.all([...asked, value.current()])).toEqual(['first', 'first', 'first']);
  expect(loads).toHaveLength(1);
});

it('drops a load that fails, and begins another for the next who asks', async () => {
  const { value, settle } = setup();
  const asked = value.current();
  await settle(0, new Error('not today'));
  await expect(asked).rejects.toThrow('not today');
  const again = value.current();
  await settle(1, 'second');
  expect(await again).toBe('second');
});

it('goes on with what it had until it is loaded again', async () => {
  const { value, settle } = setup();
  const first = value.current();
  await settle(0, 'old');
  const reloading = value.reload();
  expect(await value.current()).toBe('old');
  await settle(1, 'new');
  expect(await reloading).toBe('new');
  expect(await value.current()).toBe('new');
  expect(await first).toBe('old');
});

it('goes on with what it had where loading it again fails', async () => {
  const { value, settle } = setup();
  value.current().catch(() => undefined);
  await settle(0, 'old');
  const reloading = value.reload();
  await settle(1, new Error('not today'));
  await expect(reloading).rejects.toThrow('not today');
  expect(await value.current()).toBe('old');
});
