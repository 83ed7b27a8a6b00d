import { readFile, rename, writeFile } from 'node:fs/promises';
import { type SavedCore, saveCore, savedCoreSchema } from './saved-core.ts';
import type { Workspace } from './workspace.ts';

/** What the file holds; nothing where there is no file yet. Rejects where it is none of ours. */
export async function readDataFile(path: string): Promise<SavedCore | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return savedCoreSchema.parse(JSON.parse(text));
}

export interface DataFile {
  /** Writes what has changed since the last time, and stops writing by itself. */
  close(): Promise<void>;
}

const EVERY_MS = 2000;

/**
 * Keeps the workspace in a file: written whole and renamed, so that it is never half of one. Written once before
 * it resolves, so that a path that cannot be written is known at the start.
 */
export async function keepDataFile(workspace: Workspace, path: string): Promise<DataFile> {
  let written: number | undefined;
  const write = async () => {
    const { revision } = workspace;
    if (revision === written) return;
    await writeFile(`${path}.part`, JSON.stringify(saveCore(workspace.core)));
    await rename(`${path}.part`, path);
    written = revision;
  };
  let writing = write();
  await writing;
  const writeInTurn = () => {
    writing = writing.then(write);
    return writing;
  };
  const interval = setInterval(() => {
    writeInTurn().catch((error: unknown) => {
      clearInterval(interval);
      console.error(`The data file can no longer be written: ${String(error)}`);
    });
  }, EVERY_MS);
  interval.unref();
  return {
    async close() {
      clearInterval(interval);
      await writeInTurn();
    },
  };
}
