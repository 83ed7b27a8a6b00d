import { describe, expect, it } from 'vitest';
import { opsCommand } from '../../../support/ops/ops-command.ts';

describe('ops', () => {
  it('prints its help, within 80 columns', async () => {
    const { status, stdout } = await opsCommand(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('--env <name>');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('says in one line what it cannot do', async () => {
    const { status, stderr } = await opsCommand(['--frobnicate']);
    expect(status).toBe(2);
    expect(stderr).toBe(
      "ops: unknown option '--frobnicate' (npm run --silent ops -- --help lists the commands)\n",
    );
  });
});
