import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const cli = join(root, 'infra/cli/rules.ts');
// What people see: no colour codes, whatever runs the tests.
const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };

/** What a command line of the page prints on stdout, run where it says: in the project's root. It has to succeed. */
export async function runCommandLine(line: string): Promise<string> {
  const [npm = '', ...words] = line.split(' ');
  const { stdout } = await run(npm, words, { cwd: root, env });
  return stdout;
}

/** What `check` prints of a ruleset with errors that is saved as `my-rules.yaml`. */
export async function printedByCheck(ruleset: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tagwright-'));
  try {
    await writeFile(join(folder, 'my-rules.yaml'), ruleset);
    return await run(process.execPath, [cli, 'check', 'my-rules.yaml'], { cwd: folder, env }).then(
      ({ stdout }) => `unexpectedly good: ${stdout}`,
      (error: unknown) => stdoutOf(error),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function stdoutOf(error: unknown): string {
  if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') {
    return error.stdout;
  }
  throw error;
}
