import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Exact versions, verified together: its dependencies change what it emulates. */
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/**
 * Puts ministack into a virtual environment under `.cache/`, once for each state of `requirements.txt`,
 * and returns the path of its command.
 */
export async function installMinistack(cacheDir: string): Promise<string> {
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const home = join(cacheDir, `ministack-${version}`);
  const command = join(home, 'bin', 'ministack');
  if (existsSync(join(home, COMPLETE))) return command;

  rmSync(home, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', home]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
  await run(join(home, 'bin', 'python'), pip);
  // Last, so that an interrupted installation is begun anew.
  writeFileSync(join(home, COMPLETE), '');
  return command;
}

const COMPLETE = '.complete';
