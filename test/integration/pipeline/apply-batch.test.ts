import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog, type Log } from '../../../functions/platform/log.ts';
import { createMetrics, type Metrics } from '../../../functions/platform/metrics.ts';
import { listRecords } from '../../../infra/local/list-records.ts';
import { type LocalDatabase, startDynalite } from '../../../infra/local/start-dynalite.ts';
import { createBatches } from '../../support/batches.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { type StartedWorkspace, startWorkspace } from '../../support/start-workspace.ts';

const ruleset = aRuleset([
  aRule({
    id: 'refund',
    when: words('refund'),
    then: [{ target: 'subject', add: [{ name: 'Refund' }, { name: 'Money' }], remove: [] }],
  }),
]);

let database: LocalDatabase;
let intercom: StartedWorkspace;
beforeEach(async () => {
  database = await startDynalite();
  intercom = await startWorkspace();
});
afterEach(async () => {
  await intercom[Symbol.asyncDispose]();
  await database.close();
});

/** Each call that tags takes `callMs` of its clock. */
const setup = ({ callMs = 0, ...options }: { callMs?: number; log?: Log; metrics?: Metrics } = {}) =>
  createBatches({
    ruleset,
    database,
    intercom,
    onCall: (url) => (/\/conversations\/[^/]+\/tags$/.test(url) ? callMs : 0),
    ...options,
  });

async function openConversation(email = 'mira@example.test'): Promise<string> {
  const id = await intercom.create('contacts', { role: 'user', email });
  return intercom.create('conversations', { from: { type: 'user', id }, body: 'Hello' });
}

it('hands the rest of a group back with the message that failed, all for the same time, and applies the other groups', async () => {
  const conversationId = await openConversation();
  const { message, apply, handedBack } = setup();
  // The first has no object yet: it is young, and tried again in a minute.
  const records = [message('99', 1), message(conversationId, 2), message('99', 3), message('99', 4)];

  expect(await apply(records)).toEqual(['m1', 'm3', 'm4']);
  expect(handedBack).toEqual([
    ['r1', 60],
    ['r3', 60],
    ['r4', 60],
  ]);
  expect(intercom.workspace.core.transitions.all().map(({ id }) => id)).toEqual([
    conversationId,
    conversationId,
  ]);
  // What was not begun has no record.
  const recorded = (await listRecords(database)).map(({ notification_id }) => notification_id);
  expect(new Set(recorded)).toEqual(new Set(['n1', 'n2']));
});

it('writes one line a notification, the last of them with the metrics of all', async () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  const { message, apply } = setup({
    log: createLog('apply', { write }),
    metrics: createMetrics({ service: 'apply', environment: 'dev', write }),
  });
  const conversationId = await openConversation();
  await apply([message(conversationId, 1), message(conversationId, 2, 2)]);
  const about = { level: 'INFO', message: 'notification', subject: `conversation:${conversationId}` };
  expect(lines).toEqual([
    expect.objectContaining({ ...about, notification: 'n1', rules: ['refund'], outcome: 'tagged' }),
    expect.objectContaining({
      ...about,
      notification: 'n2',
      receives: 2,
      _aws: expect.any(Object),
      environment: 'dev',
      Matched: 2,
      ApplyTime: [expect.any(Number), expect.any(Number)],
    }),
  ]);
  // What is as usual goes without saying.
  expect(Object.keys(lines[0] ?? {})).not.toContain('receives');
  expect(Object.keys(lines[0] ?? {})).not.toContain('group');
});

it('begins nothing when its time is short', async () => {
  const { message, apply, handedBack } = setup();
  expect(await apply([message('1', 1), message('2', 2)], 10_000)).toEqual(['m1', 'm2']);
  expect(handedBack).toEqual([
    ['r1', 0],
    ['r2', 0],
  ]);
  expect(await listRecords(database)).toEqual([]);
});

it('hands back what its time is too short for, and the next one goes on with the rest', async () => {
  const conversationId = await openConversation();
  const { message, apply, handedBack } = setup({ callMs: 21_000 });

  expect(await apply([message(conversationId, 1)])).toEqual(['m1']);
  expect(handedBack).toEqual([['r1', 0]]);
  expect(await listRecords(database)).toMatchObject([
    { status: 'claimed', lease_until: 0, attempts: 0, operations: [{ tag: 'Refund', outcome: 'tagged' }] },
  ]);

  expect(await apply([message(conversationId, 1, 2)])).toEqual([]);
  expect(await listRecords(database)).toMatchObject([
    { status: 'finished', attempts: 0, operations: [{ tag: 'Refund' }, { tag: 'Money' }] },
  ]);
  expect(intercom.workspace.counts.total('attachTagToConversation')).toBe(2);
});

it('applies a message whose worker died behind the others, however it stands in the batch', async () => {
  const dead = await openConversation();
  const other = await openConversation('jonas@example.test');
  const { message, apply, records } = setup({ callMs: 21_000 });
  await apply([message(dead, 1)]);
  const [was] = await listRecords(database);
  if (was === undefined) throw new Error('nothing was recorded');
  await records.replace({ ...was, lease_until: 1 }, was);

  const { message: again, apply: applyAgain } = setup();
  expect(await applyAgain([again(dead, 1, 2), again(other, 2)])).toEqual([]);

  const tagged = intercom.workspace.core.transitions.all().map(({ id }) => id);
  expect(tagged).toEqual([dead, other, other, dead]);
  expect(await records.read(was.app_id, was.identity)).toMatchObject({ status: 'finished', attempts: 1 });
});
