import { expect, it } from 'vitest';
import { oneStepATag } from '../../../functions/apply/one-step-a-tag.ts';
import type { Step } from '../../../functions/apply/resolve-steps.ts';
import type { TagRef } from '../../../functions/rules/model.ts';
import type { Operation } from '../../../functions/store/record.ts';
import { aRecord } from '../../support/records.ts';

const aStep = (op: 'add' | 'remove', ref: TagRef, id: string, facts?: Step['facts']): Step => ({
  op,
  ref,
  tag: { id, name: 'New name' },
  intent: { op, order: '1', rules: ['r'], record: 'n', tag: 'New name', written_at: 0 },
  ...(facts === undefined ? {} : { facts }),
});

it('leaves one change of a tag that rules name in several ways, and says what became of the others', () => {
  const settled: Operation[] = [];
  const first = aStep('add', 'New name', '9');
  const other = aStep('remove', 'Triage', '10');
  const steps = [
    first,
    aStep('add', { id: '9' }, '9'),
    aStep('remove', 'Former name', '9'),
    other,
    aStep('remove', { id: '10' }, '10'),
    aStep('remove', 'Triage', '10', 'satisfied'),
  ];
  const record = aRecord({ matched: [{ rule: 'r', mode: 'live', because: [] }] });
  expect(oneStepATag(record, { type: 'contact', id: '1' }, steps, settled)).toEqual([first, other]);
  expect(settled).toMatchObject([
    { op: 'add', tag: { id: '9' }, outcome: 'already_tagged', tag_id: '9', rules: ['r'] },
    { op: 'remove', tag: 'Former name', outcome: 'superseded' },
    { op: 'remove', tag: { id: '10' }, outcome: 'not_tagged' },
  ]);
});
