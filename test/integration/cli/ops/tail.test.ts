import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecordStore } from '../../../../functions/store/records.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { type AnnouncedDesk, announceDesk } from '../../../support/ops/announce-desk.ts';
import { keptStack } from '../../../support/ops/kept-stack.ts';
import { opsCommand } from '../../../support/ops/ops-command.ts';
import { aRecord } from '../../../support/records.ts';
import { aRule, aRuleset, words } from '../../../support/rulesets.ts';

const rules = aRuleset([
  aRule({
    id: 'refund',
    when: words('refund'),
    then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }],
  }),
]);

describe('ops tail', () => {
  let desk: Desk;
  let announced: AnnouncedDesk;
  beforeEach(async () => {
    desk = await startDesk(rules);
    announced = await announceDesk(desk);
  });
  afterEach(async () => {
    await announced.close();
    await desk.close();
  });

  /** Runs a tail until it has printed that text. */
  async function tailUntil(
    text: string,
    command: string,
    meanwhile: (begun: Promise<void>) => Promise<void>,
  ) {
    const ended = new AbortController();
    const begun = Promise.withResolvers<void>();
    let printed = '';
    const tailing = announced.ops(command, {
      signal: ended.signal,
      onOutput(more) {
        printed += more;
        begun.resolve();
        if (printed.includes(text)) ended.abort();
      },
    });
    await meanwhile(begun.promise);
    return tailing;
  }

  it('shows what was there, then each further notification once it is done, and ends at Ctrl-C', async () => {
    await desk.reply({ body: 'hello' });
    const { status, stdout } = await tailUntil('“refund”', 'tail', async (begun) => {
      await begun;
      await desk.reply({ body: 'a refund' });
    });
    expect(status).toBe(0);
    expect(stdout.split('part:1001')).toHaveLength(2);
    expect(stdout).toMatch(/part:1001\n(.|\n)*part:1002\n {2}refund “refund” → \+Refund\n/);
  });

  it('shows what its filters let through, as JSON lines where it is asked to', async () => {
    await desk.reply({ body: 'a refund' });
    const filters = `--rule refund --outcome already_tagged --topic conversation.* --about conversation:${desk.conversationId}`;
    const { stdout } = await tailUntil('part:1003', `tail --json ${filters}`, async () => {
      await desk.reply({ body: 'hello' });
      await desk.reply({ body: 'a refund', tags: [{ id: '1', name: 'Refund' }] });
    });
    const [line = ''] = stdout.split('\n');
    expect(JSON.parse(line)).toMatchObject({ outcome: 'already_tagged', notification_id: 'notif_3' });
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });
});

it('takes an outcome as the lists print it, and no other', async () => {
  using stack = keptStack();
  await stack.with(async ({ table }) => {
    await createRecordStore(table).create(aRecord({ status: 'finished', outcome: 'no_match' }));
  });
  const now = Date.UTC(2026, 0, 7, 13);
  const run = (outcome: string) =>
    opsCommand(['tail', '--outcome', outcome, '--env', 'local', '--data', stack.data], { now });
  expect((await run('no match')).stdout).toContain('conversation.user.replied');
  expect(await run('nothing')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(
      /^ops: There is no outcome "nothing": --outcome takes one of tagged, .*failed\.\n$/,
    ),
  });
});

it('of a stack that does not run shows what was there, and ends', async () => {
  using stack = keptStack();
  await stack.with(async ({ table }) => {
    await createRecordStore(table).create(aRecord({ status: 'finished', outcome: 'no_match' }));
  });
  const { status, stdout, stderr } = await stack.ops('tail', { now: Date.UTC(2026, 0, 7, 13) });
  expect(status).toBe(0);
  expect(stdout).toContain('no match');
  expect(stderr).toBe('npm start is not running: nothing more comes.\n');
});
