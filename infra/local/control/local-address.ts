import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const localAddress = z.object({
  pid: z.int().positive(),
  /** Of the control endpoint. */
  url: z.url(),
  /** What every call of the control endpoint shows: a web page that finds the port cannot. */
  key: z.string().min(1),
  dynamoDb: z.object({ endpoint: z.url(), tableName: z.string().min(1) }),
  appId: z.string(),
  intercom: z.object({
    baseUrl: z.url(),
    /** The emulator's only: a real workspace's token is not written to a disk. */
    token: z.string().optional(),
  }),
});

/** Where a local stack that runs can be reached. */
export type LocalAddress = z.infer<typeof localAddress>;

/** The folder is the one that `npm start` was given. Readable by its owner alone. */
export function writeLocalAddress(folder: string, address: LocalAddress): void {
  const file = fileIn(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(address, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Null where there is none, or nothing that can be read as one. */
export function readLocalAddress(folder: string): LocalAddress | null {
  try {
    const read = localAddress.safeParse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

export function removeLocalAddress(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

function fileIn(folder: string): string {
  return join(folder, 'running.json');
}
