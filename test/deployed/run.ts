import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** `npm run test:deployed`: the suite that deploys to a local AWS, where the machine has what that takes. */
const missing = missingPart();
if (missing === undefined) {
  const vitest = join(ROOT, 'node_modules/.bin/vitest');
  // One file after the other: each synthesises the same environments into the same folder.
  const args = ['run', '--project', 'deployed', '--no-file-parallelism', ...process.argv.slice(2)];
  const [code] = await once(spawn(vitest, args, { cwd: ROOT, stdio: 'inherit' }), 'exit');
  process.exitCode = code ?? 1;
} else if (process.env['CI'] === 'true') {
  console.error(`test:deployed cannot run: ${missing}`);
  process.exitCode = 1;
} else {
  console.log(`test:deployed skipped: ${missing}`);
}

function missingPart(): string | undefined {
  if (!works('python3', '-c', 'import venv, ensurepip')) {
    return 'it needs python3 with venv (Debian: apt-get install python3-venv)';
  }
  if (!works('openssl', 'version')) return 'it needs openssl';
  return undefined;
}

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
