import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './options.ts';

/**
 * Keeps a second start out of a data folder, whose table takes one process only, and from deleting it under the
 * first. A process that died without letting go is seen to be gone.
 * @returns lets the folder go
 * @throws UsageError where another process holds it
 */
export function holdFolder(folder: string, { reset }: { reset: boolean }): () => void {
  const file = join(folder, 'pid');
  const holder = holderOf(folder);
  if (holder !== null && holder !== process.pid) {
    throw new UsageError(
      `${folder} is in use by process ${holder}, an npm start or an operator's command on a stack that is stopped: wait until that has ended, or choose another folder with --data.`,
    );
  }
  try {
    if (reset) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${process.pid}\n`);
  } catch (error) {
    throw new UsageError(`Nothing can be kept in ${folder}; --data names the folder for it.`, {
      cause: error,
    });
  }
  return () => rmSync(file, { force: true });
}

/** The process that holds the folder, this one included; null where nobody does. */
export function holderOf(folder: string): number | null {
  const holder = readHolder(join(folder, 'pid'));
  return holder !== undefined && isAlive(holder) ? holder : null;
}

function readHolder(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    // Nobody holds it.
    return undefined;
  }
}

/** Signal 0 only asks. A process of somebody else's answers EPERM, and lives. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
