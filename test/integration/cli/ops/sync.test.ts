import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { type AnnouncedDesk, announceDesk } from '../../../support/ops/announce-desk.ts';
import { keptStack } from '../../../support/ops/kept-stack.ts';
import { aRule, aRuleset, words } from '../../../support/rulesets.ts';

let desk: Desk;
let announced: AnnouncedDesk;
beforeEach(async () => {
  desk = await startDesk(aRuleset([aRule({ id: 'refund', when: words('refund') })]));
  announced = await announceDesk(desk);
});
afterEach(async () => {
  await announced.close();
  await desk.close();
});

it('runs the sync of the stack that runs, and shows what each step saw, did and cost', async () => {
  expect(await announced.ops('sync status')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'The sync of local has not run yet.\n',
  });
  const { status, stdout } = await announced.ops('sync run --yes');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^The sync of local: finished\. Tick of .* UTC, begun 0 ms ago\.\n/);
  expect(stdout).toMatch(/\n {2}catalogue +done +once +\d+ ms\n {6}tags 0, found 0, renamed 0, deleted 0\n/);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect((await announced.ops('sync status')).stdout).toBe(stdout);
});

it('prints one JSON document', async () => {
  await announced.ops('sync run --yes');
  const { stdout } = await announced.ops('sync status --json');
  expect(JSON.parse(stdout)).toMatchObject({
    environment: 'local',
    under_way: false,
    run: {
      status: 'finished',
      steps: expect.arrayContaining([
        expect.objectContaining({ name: 'catalogue', status: 'done', calls: 1 }),
      ]),
    },
  });
});

it('asks first, and says who runs it where npm start does not', async () => {
  expect(await announced.ops('sync run', { answers: ['n'] })).toMatchObject({ status: 1 });
  using kept = keptStack();
  expect(await kept.ops('sync run --yes')).toMatchObject({
    status: 2,
    stderr: 'ops: Nothing runs the local sync: npm start does, while it runs.\n',
  });
  expect(await kept.ops('sync now')).toMatchObject({
    status: 2,
    stderr: 'ops: ops sync takes run or status, not now.\n',
  });
});
