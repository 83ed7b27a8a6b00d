import { createRecordQueries } from '../../../../functions/store/record-queries.ts';
import { createLeftOut } from '../left-out.ts';
import type { AddCommand } from '../ops-program.ts';
import { parseRange } from '../parse-time.ts';
import { plainRecord } from '../record-json.ts';
import type { Session } from '../session.ts';
import { openExportFile } from './export-file.ts';

interface ExportOptions {
  since: string;
  until?: string;
  out?: string;
  texts?: true;
}

export const addExportCommand: AddCommand = (ops) => {
  ops
    .command('export')
    .description('write records as JSON lines, oldest first; with --out it goes on where it ended')
    .requiredOption('--since <time>', 'from then on: 24h, 7d, 2026-11-23')
    .option('--until <time>', 'before then; now without it')
    .option('--out <file>', 'instead of stdout; an export that is there is gone on with')
    .option('--texts', 'with what came and what was fetched, where it is kept: people wrote it')
    .action(ops.run(exportRecords));
};

async function exportRecords(
  session: Session,
  { out: path, texts, ...range }: ExportOptions,
): Promise<0 | 1> {
  const { environment, json, out, say, printJson, progress, signal } = session;
  const now = environment.now();
  const { from: begin, to } = parseRange(range, now);
  const file = path === undefined ? null : await openExportFile(path);
  if (file !== null && file.records > 0) {
    say(`Going on in ${path} after ${file.last.happenedAt}: ${file.records} records are there.`);
  }
  const from = file !== null && file.last.happenedAt > begin ? file.last.happenedAt : begin;
  const queries = createRecordQueries(environment.dynamo, environment.tableName, environment.now);
  const leftOut = createLeftOut(session);
  const { onUnreadable } = leftOut;
  const bar = progress('Records written');
  let written = 0;
  try {
    const skip = (identity: string) => file?.last.identities.has(identity) === true;
    for await (const record of queries.byDay({ from, to, skip, onUnreadable })) {
      if (signal.aborted) break;
      const text = texts === true ? { text: await queries.text(record) } : {};
      const line = `${JSON.stringify({ ...plainRecord(record), ...text })}\n`;
      if (file === null) out.write(line);
      else await file.write(line);
      written += 1;
      bar.update(written);
    }
  } finally {
    bar.stop();
    await file?.close();
  }
  if (json && path !== undefined) printJson({ file: path, from, to, written });
  else say(`${written} records written${path === undefined ? '' : ` to ${path}`}, of ${from} to ${to}.`);
  leftOut.tell();
  if (signal.aborted) say(path === undefined ? 'Ended early.' : 'Ended early: run it again for the rest.');
  return signal.aborted ? 1 : 0;
}
