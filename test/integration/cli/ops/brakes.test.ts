import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { announceStack } from '../../../../infra/local/control/announce-stack.ts';
import { holdFolder } from '../../../../infra/local/start/hold-folder.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { openBrakes } from '../../../support/open-brakes.ts';
import { opsCommand } from '../../../support/ops/ops-command.ts';
import { aRule, aRuleset, words } from '../../../support/rulesets.ts';

const refund = aRule({
  id: 'refund',
  when: words('refund'),
  limit: { per_hour: 2 },
  then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }],
});

let folder: string;
let desk: Desk;
let stop: () => Promise<void>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-brakes-'));
  desk = await startDesk(aRuleset([refund]), { dataDir: folder });
  const letGo = holdFolder(folder, { reset: false });
  const { appId, token } = desk.workspace.options;
  const intercom = { baseUrl: desk.intercom.url, token };
  const announced = await announceStack(desk.stack, { folder, appId, intercom, clock: desk.clock });
  stop = async () => {
    await announced.close();
    await desk.close();
    letGo();
    rmSync(folder, { recursive: true, force: true });
  };
});
afterEach(() => stop());

/** `sleep` lets the stack's time pass, too. */
const ops = (command: string, ...answers: string[]) =>
  opsCommand([...command.split(' '), '--env', 'local', '--data', folder], {
    now: desk.clock.now(),
    ...(answers.length === 0 ? {} : { answers }),
    sleep: async (ms) => desk.clock.advance(ms),
  });
const reply = async (count: number, body = 'refund') => {
  for (let n = 0; n < count; n++) await desk.reply({ body });
};
const outcomes = async () =>
  (await desk.stack.listRecords())
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
    .flatMap(({ operations }) => operations.map(({ outcome }) => outcome));

describe('ops pause and ops resume', () => {
  it('ask, say what waits, and stop and start the line', async () => {
    const refused = await ops('pause', 'n');
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain('Pause everything in local? [y/N]');
    expect(await ops('pause --reason mending', 'y')).toMatchObject({
      status: 0,
      stdout: 'Paused. It holds within 10 s.\n',
    });
    desk.clock.advance(5_000);
    const replied = desk.reply();
    await expect.poll(() => desk.outcomes()).toContain('postponed');
    expect((await ops('pause', 'y')).stdout).toMatch(/^local is paused already, since .*: mending\.\n$/);
    const resumed = await ops('resume', 'y');
    expect(resumed.stderr).toMatch(/^local has been paused since .* \(mending\); 1 message\swaiting\.\n/);
    expect(resumed.stdout).toMatch(/^Resumed\. What waits is applied in order/);
    await replied;
    expect(await outcomes()).toEqual(['tagged']);
    expect((await ops('resume')).stdout).toBe('local is not paused.\n');
  });

  it('end the stop that an uninstall makes', async () => {
    const brakes = openBrakes(desk.stack.database, () => desk.clock.now());
    await brakes.pause({
      reason: 'uninstalled',
      since: new Date(desk.clock.now()).toISOString(),
      until: null,
    });
    const resumed = await ops('resume --yes --json');
    expect(JSON.parse(resumed.stdout)).toMatchObject({ resumed: true, reason: 'uninstalled', waiting: 0 });
    expect((await brakes.current()).pause).toBe(null);
  });

  it('of one rule keep its changes back, and then make them', async () => {
    await ops('pause --rule refund --reason wrong --yes');
    desk.clock.advance(5_000);
    await reply(2);
    expect(await outcomes()).toEqual(['paused', 'paused']);
    const early = await ops('release --rule refund --since 1d --yes');
    expect(early).toMatchObject({ status: 2, stderr: expect.stringContaining('refund is paused') });

    const resumed = await ops('resume --rule refund', 'y');
    expect(resumed.stderr).toContain('2 changes in 2 records wait (2 paused):\n       2  add Refund\n');
    expect(resumed.stdout).toMatch(/^Ordered\./);
    await desk.drainInTime();
    expect(await outcomes()).toEqual(['tagged', 'tagged']);
  });

  it('leave the changes to ops release where they are told to', async () => {
    await ops('pause --rule refund --yes');
    desk.clock.advance(5_000);
    await reply(1);
    expect((await ops('rule refund')).stderr).toMatch(/^refund has been paused since .* UTC \(by hand\)\.\n/);
    const resumed = await ops('resume --rule refund --no-release --yes');
    expect(resumed.stderr).toContain('Waiting 10 s, until every worker knows of it.');
    expect(await outcomes()).toEqual(['paused']);
    // Every worker knows by now: nothing of it stays paused.
    expect((await ops('release --rule refund --since 1h --yes')).status).toBe(0);
    await desk.drainInTime();
    expect(await outcomes()).toEqual(['tagged']);
  });
});

describe('ops release', () => {
  it('shows what was capped, asks, and carries it out once', async () => {
    await reply(5);
    expect(await outcomes()).toEqual(['tagged', 'tagged', 'capped', 'capped', 'capped']);
    const refused = await ops('release --rule refund --since 1h', 'n');
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toBe(
      '3 changes in 3 records wait (3 capped):\n       3  add Refund\nCarry them out in local? [y/N] \nNothing was changed.\n',
    );
    const released = await ops('release --rule refund --since 1h --json --yes');
    expect(JSON.parse(released.stdout)).toEqual({
      rule: 'refund',
      capped: 3,
      paused: 0,
      records: 3,
      ordered: 3,
    });
    await desk.drainInTime();
    expect(await outcomes()).toEqual(Array(5).fill('tagged'));
    expect((await ops('release --rule refund --since 1h')).stdout).toBe(
      'Nothing of refund since 1h is held back.\n',
    );
  });
});
