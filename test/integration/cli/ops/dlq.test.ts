import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { holdMessages } from '../../../../infra/cli/ops/dlq/hold-messages.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { type AnnouncedDesk, announceDesk } from '../../../support/ops/announce-desk.ts';
import { keptStack } from '../../../support/ops/kept-stack.ts';
import { aRule, aRuleset, words } from '../../../support/rulesets.ts';

const rules = aRuleset([
  aRule({
    id: 'refund',
    when: words('refund'),
    then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }],
  }),
]);

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

const ops: AnnouncedDesk['ops'] = (...args) => announced.ops(...args);
const fail = () =>
  desk.workspace.faults.set([
    {
      kind: 'server_error',
      share: 1,
      operations: ['attachTagToConversation'],
      status: 500,
      body: 'json',
      carried_out: false,
    },
  ]);
const mend = () => desk.workspace.faults.set([]);
const calls = () => desk.workspace.counts.total('attachTagToConversation');
const size = () => desk.stack.deadLetterQueue.size();

describe('ops dlq list', () => {
  it('says what was given up and why, and leaves everything where it is', async () => {
    fail();
    await desk.reply();
    const { status, stdout, stderr } = await ops('dlq list');

    expect(status).toBe(0);
    expect(stdout).toContain(`conversation.user.replied/conversation:${desk.conversationId}/part:1001`);
    expect(stdout).toContain('Intercom answered 500');
    expect(stdout).toContain('failed 5 times');
    expect(stderr).toContain('dlq redrive returns them');
    expect((await ops('dlq list')).stdout).toBe(stdout);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('prints an array as JSON, as many as it is asked for', async () => {
    fail();
    for (let i = 0; i < 3; i += 1) await desk.reply();
    const { stdout, stderr } = await ops('dlq list --json --limit 2');
    expect(JSON.parse(stdout)).toMatchObject([
      {
        topic: 'conversation.user.replied',
        notification_id: 'notif_1',
        status: 'failed',
        attempts: 5,
        redrives: 0,
      },
      { notification_id: 'notif_2' },
    ]);
    expect(stderr).toBe('These are 2 of about 3; --limit 0 lists all.\n');
    // None is held any longer.
    expect(JSON.parse((await ops('dlq list --json')).stdout)).toHaveLength(3);
  });

  it('says that there are none, and of a message of nobody that it cannot be read', async () => {
    expect(await ops('dlq list')).toMatchObject({
      status: 0,
      stdout: '',
      stderr: 'No dead letters: nothing was given up.\n',
    });
    desk.stack.deadLetterQueue.send({ groupId: 'g', deduplicationId: 'd', body: 'nobody knows' });
    expect((await ops('dlq list')).stdout).toContain('It cannot be read: not a message of ours.');
  });
});

describe('ops dlq show', () => {
  it('shows the record and what came, by message id, record or notification id', async () => {
    fail();
    await desk.reply({ body: 'I want a refund' });
    const [dead] = desk.stack.deadLetterQueue.peek();
    const identity = `conversation.user.replied/conversation:${desk.conversationId}/part:1001`;
    for (const id of [dead?.messageId.slice(0, 8), identity, 'notif_1']) {
      const { status, stdout } = await ops(`dlq show ${id}`);
      expect(status).toBe(0);
      expect(stdout).toContain('failed: given up after five failures');
      expect(stdout).toContain('"body": "<p>I want a refund</p>');
    }
    expect(await ops('dlq show notif_9')).toMatchObject({
      status: 1,
      stderr: 'There is no dead letter notif_9: dlq list shows which there are.\n',
    });
    expect((await ops('dlq list')).stdout).not.toBe('');
  });
});

describe('ops dlq redrive', () => {
  it('asks, and changes nothing without a yes', async () => {
    fail();
    await desk.reply();
    expect(await ops('dlq redrive', { answers: ['n'] })).toMatchObject({
      status: 1,
      stderr:
        'Return all 1 dead letter to the queue of local? Each is applied once. [y/N] \nNothing was changed.\n',
    });
    const unasked = await ops('dlq redrive');
    expect(unasked.status).toBe(2);
    expect(unasked.stderr).toContain('without a terminal to ask at, give --yes.');
    expect(size()).toBe(1);
  });

  it('returns all, and each is applied once and counted anew', async () => {
    fail();
    for (let i = 0; i < 3; i += 1) await desk.reply();
    expect(size()).toBe(3);
    mend();
    const before = calls();

    const { stderr, status } = await ops('dlq redrive', { answers: ['y'] });
    expect(stderr).toContain('3 returned to the queue.');
    expect(status).toBe(0);
    await desk.drainInTime();

    expect(size()).toBe(0);
    const records = await desk.stack.listRecords();
    const replies = records.filter(({ topic }) => topic === 'conversation.user.replied');
    expect(replies).toHaveLength(3);
    for (const record of replies)
      expect(record).toMatchObject({ status: 'finished', attempts: 0, redrive: 2 });
    expect(calls() - before).toBe(3);
    expect(await desk.tagsOf(`/conversations/${desk.conversationId}`)).toEqual(['Refund']);
  });

  it('counts five failures again before it gives up again, and can be redriven again', async () => {
    fail();
    await desk.reply();
    const before = calls();
    await ops('dlq redrive --yes');
    await desk.drainInTime();
    expect(calls() - before).toBe(5);
    expect(size()).toBe(1);
    expect((await ops('dlq list')).stdout).toContain('redriven once before');

    mend();
    await ops('dlq redrive --yes');
    await desk.drainInTime();
    expect(size()).toBe(0);
    expect(await desk.stack.listRecords()).toMatchObject([
      { outcome: 'tagged', redrive: 3 },
      ...Array.from((await desk.stack.listRecords()).slice(1), () => expect.anything()),
    ]);
  });

  it('returns those that are named, and says which are not there', async () => {
    fail();
    for (let i = 0; i < 3; i += 1) await desk.reply();
    mend();
    const { stdout, stderr, status } = await ops('dlq redrive notif_2 notif_9 --yes --json');
    expect(status).toBe(1);
    expect(z.object({ taken: z.array(z.string()) }).parse(JSON.parse(stdout)).taken).toHaveLength(1);
    expect(stderr).toContain('There is no dead letter notif_9');
    await desk.drainInTime();
    expect(size()).toBe(2);
  });

  it('ends in order where it is interrupted, and goes on where it ended', async () => {
    fail();
    for (let i = 0; i < 3; i += 1) await desk.reply();
    mend();
    const interrupted = await ops('dlq redrive --yes', { signal: AbortSignal.abort() });
    expect(interrupted).toMatchObject({
      status: 1,
      stderr: '0 returned to the queue.\nEnded early: run it again for the rest.\n',
    });
    expect((await ops('dlq redrive --yes')).stderr).toBe('3 returned to the queue.\n');
  });

  it('returns more than ten of one subject in their order, though the queue gives out ten at a time', async () => {
    using stack = keptStack();
    const numbers = Array.from({ length: 25 }, (_, i) => String(i));
    await stack.with(async ({ deadLetterQueue }) => {
      for (const body of numbers) await deadLetterQueue.send({ groupId: 'g', deduplicationId: body, body });
    });
    expect((await stack.ops('dlq list')).stderr).toContain('About 15 more stand behind the first ten');
    expect((await stack.ops('dlq redrive --yes')).stderr).toContain('25 returned to the queue.');
    await stack.with(async ({ queue, deadLetterQueue }) => {
      expect(await deadLetterQueue.attributes()).toEqual({ visible: 0, inFlight: 0 });
      const returned: string[] = [];
      for await (const message of holdMessages(queue)) {
        returned.push(message.body);
        await queue.delete(message);
      }
      expect(returned).toEqual(numbers);
    });
  });

  it('waits in the queue of a stack that does not run', async () => {
    using stack = keptStack();
    const letter = {
      groupId: 'g',
      deduplicationId: 'a#failed',
      body: 'b',
      attributes: { kind: 'notification' },
    };
    await stack.with(({ deadLetterQueue }) => deadLetterQueue.send(letter));
    expect((await stack.ops('dlq redrive --yes')).stderr).toBe(
      '1 returned to the queue.\nThey are applied when npm start runs again.\n',
    );
    await stack.with(async ({ queue }) => {
      expect(await queue.receive(0)).toMatchObject([
        { deduplicationId: 'a#failed#redrive2', attributes: { kind: 'notification', redrive: '2' } },
      ]);
    });
  });
});

describe('ops dlq drop', () => {
  it('deletes those that are named, or all, and leaves the records', async () => {
    fail();
    for (let i = 0; i < 3; i += 1) await desk.reply();
    expect(await ops('dlq drop')).toMatchObject({
      status: 2,
      stderr: 'ops: Which? Give their ids, as dlq list shows them, or --all.\n',
    });
    expect((await ops('dlq drop notif_1 --yes')).stderr).toBe('1 deleted; the records stay.\n');
    expect(size()).toBe(2);
    expect((await ops('dlq drop --all', { answers: ['yes'] })).stderr).toContain(
      '2 deleted; the records stay.',
    );
    expect(size()).toBe(0);
    const records = await desk.stack.listRecords();
    expect(records.filter(({ status }) => status === 'failed')).toHaveLength(3);
  });
});
