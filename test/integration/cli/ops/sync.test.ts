import { afterEach, beforeEach, expect, it } from 'vitest';
import { publishRuleset } from '../../../../functions/store/publish-ruleset.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { type AnnouncedDesk, announceDesk } from '../../../support/ops/announce-desk.ts';
import { keptStack } from '../../../support/ops/kept-stack.ts';
import { opsCommand } from '../../../support/ops/ops-command.ts';
import { serviceEnvironment } from '../../../support/ops/service-environment.ts';
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
  expect(stdout).toMatch(
    /\n {2}catalogue +done +1 call +\d+ ms\n {6}tags 0, found 0, renamed 0, deleted 0\n/,
  );
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

it('of a deployed environment is run here, tells each step, and keeps to the environment’s limit', async () => {
  const { workspace, stack, api } = desk;
  const secrets = { intercom: JSON.stringify({ access_token: workspace.options.token }) };
  const environment = serviceEnvironment(desk, secrets);
  await api('POST', '/contacts', { role: 'lead', email: 'another@example.test' });
  const text = `
version: 1
rules:
  - id: everybody
    trigger: { every: 1h, over: contacts }
    then: { add: [Seen] }
`;
  await publishRuleset(environment.table, { file: 'dev.yaml', text }, { by: 'ana', now: Date.now() });
  const { status, stderr } = await opsCommand(['sync', 'run', '--yes', '--env', 'dev'], {
    openEnvironment: async () => ({ ...environment, changesPerHour: 1 }),
  });
  expect(status).toBe(0);
  expect(stderr.split('\n').slice(0, 3)).toEqual(['catalogue …', 'catch_up …', 'contacts …']);
  const outcomes = (await stack.listRecords()).map(({ outcome }) => outcome ?? '');
  expect(outcomes.toSorted()).toEqual(['capped', 'tagged']);
});
