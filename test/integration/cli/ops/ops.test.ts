import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { keptStack } from '../../../support/ops/kept-stack.ts';
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

  it('ends in one line where a person ends it at a question', async () => {
    using stack = keptStack();
    const ask = async () => {
      throw new DOMException('Aborted with Ctrl+C', 'AbortError');
    };
    const { status, stderr } = await stack.ops('pause', { ask });
    expect(status).toBe(1);
    expect(stderr).toContain('ops: ended early. What is done stays; give the command again for the rest.\n');
  });

  it('says nothing to a pipe whose reader has gone', async () => {
    const child = spawn(process.execPath, ['infra/cli/ops.ts', '--help'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
