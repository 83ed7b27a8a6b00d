import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import * as z from 'zod';
import { OpsError } from '../ops-error.ts';

/** A file that an export is written to, after what an earlier one left there. */
export interface ExportFile {
  /** Records that are there. */
  records: number;
  /** The time of the newest of them, and all that have it; '' of none. */
  last: { happenedAt: string; identities: ReadonlySet<string> };
  write(line: string): Promise<void>;
  /** Writes what is left. */
  close(): Promise<void>;
}

/** Bytes that are gathered before they are written. */
const chunkBytes = 256 * 1024;

/** Cuts off half a line that an interrupted export left. @throws OpsError where the file is none of ours */
export async function openExportFile(path: string): Promise<ExportFile> {
  const handle = await openFile(path);
  const { records, last, bytes } = await readWritten(path).catch(async (error: unknown) => {
    await handle.close();
    throw error;
  });
  await handle.truncate(bytes);
  let pending: string[] = [];
  let size = 0;
  const flush = async () => {
    const text = pending.join('');
    pending = [];
    size = 0;
    await handle.appendFile(text);
  };
  return {
    records,
    last,
    async write(line) {
      pending.push(line);
      size += line.length;
      if (size >= chunkBytes) await flush();
    },
    async close() {
      await flush();
      await handle.close();
    },
  };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'a');
  } catch (cause) {
    throw new OpsError(`${path} cannot be written; --out names the file.`, { cause });
  }
}

const exported = z.object({ happened_at: z.string(), identity: z.string() });

/** Line by line, so that a file of any size takes little memory; `bytes` is where the last whole line ends. */
async function readWritten(path: string) {
  let records = 0;
  let bytes = 0;
  let happenedAt = '';
  let identities = new Set<string>();
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    let text = Buffer.concat([rest, z.instanceof(Buffer).parse(chunk)]);
    for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10)) {
      const record = parseLine(text.subarray(0, end).toString('utf8'), path);
      if (record.happened_at !== happenedAt) identities = new Set();
      happenedAt = record.happened_at;
      identities.add(record.identity);
      records += 1;
      bytes += end + 1;
      text = text.subarray(end + 1);
    }
    rest = text;
  }
  return { records, bytes, last: { happenedAt, identities } };
}

function parseLine(line: string, path: string): z.infer<typeof exported> {
  try {
    return exported.parse(JSON.parse(line));
  } catch (cause) {
    throw new OpsError(`${path} is no export of records: name another file with --out.`, { cause });
  }
}
