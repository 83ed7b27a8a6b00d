import { expect, it } from 'vitest';
import type { CalledStep } from '../../../functions/apply/call-steps.ts';
import type { ExecutionDeps } from '../../../functions/apply/execute-target.ts';
import { settleTarget } from '../../../functions/apply/settle-target.ts';
import type { Intent } from '../../../functions/store/ledger.ts';
import { idleIntercom } from '../../support/idle-intercom.ts';
import { createMemoryLedger } from '../../support/memory-ledger.ts';

const target = { type: 'contact', id: '1' } as const;
const tag = { id: '9', name: 'Refund' };
const intentOf = (op: 'add' | 'remove', order: string): Intent => ({
  op,
  order,
  rules: ['r'],
  record: order,
  tag: 'Refund',
  written_at: 0,
});

it('does what a newer notification found as it wanted it, and leaves word that it called for it', async () => {
  // Found by the test of interleavings: a still newer one, by facts from before this call, took it for done.
  const calls: string[] = [];
  const ledger = createMemoryLedger();
  const deps: ExecutionDeps = {
    now: () => 0,
    random: () => 0,
    endsAt: Number.POSITIVE_INFINITY,
    ledger,
    intercom: {
      ...idleIntercom,
      async removeTag() {
        calls.push('remove');
        return { appliedAt: null };
      },
    },
  };
  const flip = { at: 1, sure: true };
  const added = intentOf('add', '1');
  await ledger.write(target, [{ tagId: '9', intent: added, flip: { op: 'add', ...flip }, ours: true }]);
  const found = intentOf('remove', '2');
  await ledger.write(target, [
    { tagId: '9', intent: found, flip: { op: 'remove', ...flip }, ours: false, satisfied: true },
  ]);

  const step: CalledStep = { op: 'add', ref: 'Refund', tag, intent: added, nowOurs: false };
  await settleTarget(deps, target, [step]);
  expect(calls).toEqual(['remove']);
  expect((await ledger.read(target)).get('9')).toMatchObject({ intent: found, ours: false });
});
