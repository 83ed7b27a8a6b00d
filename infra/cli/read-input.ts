import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export class UnreadableFileError extends Error {}

export function readInput(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new UnreadableFileError(`cannot read ${file} (${reasons[reason] ?? reason})`, { cause });
  }
}

const reasons: Partial<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/** Files that a ruleset's tests name, relative to it. */
export function readBeside(ruleset: string): (path: string) => Uint8Array | undefined {
  return (path) => {
    try {
      return readFileSync(resolve(dirname(ruleset), path));
    } catch {
      return undefined;
    }
  };
}
