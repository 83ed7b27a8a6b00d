import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { recordKey } from '../../../../functions/store/record-key.ts';
import { createRecordStore } from '../../../../functions/store/records.ts';
import { type KeptStack, keptStack } from '../../../support/ops/kept-stack.ts';
import { aRecord } from '../../../support/records.ts';

const now = Date.UTC(2026, 0, 7, 12);

/** Two in each second. */
const records = Array.from({ length: 60 }, (_, i) =>
  aRecord({
    identity: `identity-${i}`,
    status: 'finished',
    outcome: 'no_match',
    happened_at: new Date(Date.UTC(2026, 0, 7, 10) + Math.floor(i / 2) * 1_000).toISOString(),
    text: `{"id":"notif_${i}"}`,
  }),
);

let stack: KeptStack;
beforeAll(async () => {
  stack = keptStack();
  await stack.with(async ({ table }) => {
    const store = createRecordStore(table);
    for (const record of records) await store.create(record);
  });
});
afterAll(() => stack[Symbol.dispose]());

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => exported.parse(JSON.parse(line)));
const exported = z.looseObject({ identity: z.string(), text: z.unknown().optional() });
const sorted = (lines: { identity: string }[]) => lines.map(({ identity }) => identity).sort();
const all = sorted(records);

describe('ops export', () => {
  it('writes records as JSON lines, without what people wrote', async () => {
    const { stdout, stderr, status } = await stack.ops('export --since 24h', { now });
    expect(status).toBe(0);
    expect(sorted(linesOf(stdout))).toEqual(all);
    expect(linesOf(stdout)[0]?.text).toBeUndefined();
    expect(stderr).toBe('60 records written, of 2026-01-06T12:00:00.000Z to 2026-01-07T12:00:00.000Z.\n');
  });

  it('writes what people wrote where it is asked to', async () => {
    const { stdout } = await stack.ops('export --since 24h --texts', { now });
    expect(linesOf(stdout).map(({ text }) => text)).toContainEqual({
      notification: '{"id":"notif_7"}',
      facts: {},
    });
  });

  it('goes on where an interrupted one ended, each record once', async () => {
    const whole = (await stack.ops('export --since 24h', { now })).stdout.split(/(?<=\n)/);
    const file = join(stack.data, 'interrupted.jsonl');
    for (const cut of [1, 24, 25, 60]) {
      writeFileSync(file, whole.slice(0, cut).join(''));
      // Half a line, as a killed process leaves it.
      appendFileSync(file, '{"app_id":"work');

      const { stderr } = await stack.ops(`export --since 24h --out ${file}`, { now });
      expect(stderr).toContain(`${cut} records are there.\n${60 - cut} records written`);
      expect(sorted(linesOf(readFileSync(file, 'utf8')))).toEqual(all);
    }
  });

  it('ends in order where it is interrupted', async () => {
    const file = join(stack.data, 'aborted.jsonl');
    const { status, stderr } = await stack.ops(`export --since 24h --out ${file}`, {
      now,
      signal: AbortSignal.abort(),
    });
    expect(status).toBe(1);
    expect(stderr).toContain('Ended early: run it again for the rest.');
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('says of a file of another kind that it is none of ours, and leaves it as it is', async () => {
    const file = join(stack.data, 'notes.txt');
    writeFileSync(file, 'Buy milk\n');
    const { status, stderr } = await stack.ops(`export --since 24h --out ${file}`, { now });
    expect(status).toBe(2);
    expect(stderr).toBe(`ops: ${file} is no export of records: name another file with --out.\n`);
    expect(readFileSync(file, 'utf8')).toBe('Buy milk\n');
    expect((await stack.ops(`export --since 24h --out ${stack.data}`, { now })).stderr).toContain(
      'cannot be written',
    );
  });

  it('writes nothing of a time without records', async () => {
    const { status, stdout } = await stack.ops('export --since 2025-01-01 --until 2025-01-02', { now });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

describe('a record that cannot be read', () => {
  it('is left out of lists and figures, which say so, and keeps nobody from the others', async () => {
    await stack.with(async ({ table }) => {
      const set = { text: 'SET packed = :packed', values: { ':packed': Uint8Array.of(1, 2) } };
      await table.update(recordKey(aRecord({ identity: 'identity-5' })), set);
    });
    const exporting = await stack.ops('export --since 24h', { now });
    const counting = await stack.ops('stats --since 24h --json', { now });
    expect([exporting.status, counting.status]).toEqual([0, 0]);
    expect(linesOf(exporting.stdout)).toHaveLength(59);
    expect(JSON.parse(counting.stdout)).toMatchObject({ received: 59 });
    for (const { stderr } of [exporting, counting]) {
      expect(stderr.replace(/\s+/gu, ' ')).toContain('Left out: 1 record that cannot be read');
      expect(stderr).toContain('identity-5');
    }
  });
});
