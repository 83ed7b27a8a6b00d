import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { serveWorkspace } from '../../../../../infra/local/workspace/serve.ts';
import { createWorkspace } from '../../../../../infra/local/workspace/workspace.ts';

const PAGE = join(import.meta.dirname, '../../../../../docs/workspace.md');

it('the page on the emulator can be pasted into a shell, from top to bottom', async () => {
  const workspace = createWorkspace();
  const running = await serveWorkspace(workspace);
  const page = await readFile(PAGE, 'utf8');
  const commands = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block);
  const untilReset = commands.join('\n').replace(/^.*\/_workspace\/reset.*$/m, '');
  const script = untilReset.replaceAll('http://127.0.0.1:4010', running.url);

  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script]);

  await running.close();
  expect(commands).toHaveLength(4);
  expect(stdout).toContain('"id_code":"tagwright-local"');
  expect(workspace.core.transitions.all().map(({ type, change }) => `${type} ${change}`)).toEqual([
    'conversation added',
    'conversation removed',
    'company added',
  ]);
  expect([...workspace.core.conversations.all()].map(({ state, source }) => [state, source.type])).toEqual([
    ['closed', 'conversation'],
    ['open', 'email'],
  ]);
});
