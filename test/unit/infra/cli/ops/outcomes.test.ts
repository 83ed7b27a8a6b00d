import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OPERATION_OUTCOMES, RECORD_OUTCOMES } from '../../../../../infra/cli/ops/outcomes.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../../docs/operations.md'), 'utf8');
const [, section = ''] = page.split('\n## Outcomes, and what to do\n');
const [ofNotifications = '', ofTags = ''] = (section.split('\n## ')[0] ?? '').split('\nOf one tag');

describe('docs/operations.md', () => {
  it('says of every outcome of a notification what to do', () => {
    expect(firstColumn(ofNotifications)).toEqual(Object.keys(RECORD_OUTCOMES).sort());
  });

  it('says of every outcome of a tag what to do', () => {
    expect(firstColumn(ofTags)).toEqual(Object.keys(OPERATION_OUTCOMES).sort());
  });
});

function firstColumn(table: string): string[] {
  const cells = [...table.matchAll(/^\| (`[^|]*) \|/gmu)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => cell.split(', ').map((name) => name.replaceAll('`', ''))).sort();
}
