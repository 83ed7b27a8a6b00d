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

  it.each([
    ['frobnicate', "ops: unknown command 'frobnicate' (npm run --silent ops -- --help lists the commands)\n"],
    ['stats', 'ops: Which environment? Give --env <name>, such as --env local.\n'],
  ])('says of %j in one line what is missing', async (command, stderr) => {
    expect(await opsCommand(command.split(' '))).toEqual({ status: 2, stdout: '', stderr });
  });

  it('prints the help of a command that needs another', async () => {
    const { status, stdout, stderr } = await opsCommand(['dlq']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: ops dlq .*redrive/su);
  });
});
