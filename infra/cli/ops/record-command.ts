import { findRecord } from './find-record.ts';
import type { AddCommand } from './ops-program.ts';
import { parseTime } from './parse-time.ts';
import { readRecordView } from './read-record-view.ts';
import { recordJson } from './record-json.ts';
import { recordLines } from './record-lines.ts';

export const addRecordCommand: AddCommand = (ops) => {
  ops
    .command('record <id>')
    .description('one notification: what came, what was decided and why, what was done')
    .option('--since <time>', 'how far back to look for a notification id', '7d')
    .action(
      ops.run(async (session, id: string, { since }: { since: string }) => {
        const { environment, json, out, say, printJson } = session;
        const record = await findRecord(session, id, parseTime(since, environment.now()));
        if (record === null) {
          if (json) printJson(null);
          say(notFound(id, since, environment.flags));
          return 1;
        }
        const view = await readRecordView(environment, record);
        if (json) printJson(recordJson(view));
        else out.write(`${recordLines(view, out).join('\n')}\n`);
        return 0;
      }),
    );
};

function notFound(id: string, since: string, flags: string): string {
  const object = /(conversation|contact|company|ticket):[^/\s]+/u.exec(id)?.[0];
  if (object !== undefined) {
    return `There is no record ${id}.\n  What there is about it: npm run --silent ops -- subject ${object} ${flags}`;
  }
  return [
    `There is no record of ${id} (--since ${since}), or it has expired.`,
    '  Earlier ones:        --since 30d',
    `  By what it is about: npm run --silent ops -- subject conversation:<id> ${flags}`,
    `  Not processed yet:   npm run --silent ops -- dlq list ${flags}`,
  ].join('\n');
}
