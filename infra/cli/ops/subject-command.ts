import { createRecordQueries } from '../../../functions/store/record-queries.ts';
import { createLeftOut } from './left-out.ts';
import { addListOptions, type ListOptions, listQuery, listRecords } from './list-records.ts';
import type { AddCommand } from './ops-program.ts';
import { parseObject } from './parse-object.ts';

export const addSubjectCommand: AddCommand = (ops) => {
  addListOptions(
    ops
      .command('subject <object>')
      .description('the notifications about an object, such as conversation:215469'),
  ).action(
    ops.run(async (session, object: string, options: ListOptions) => {
      const { dynamo, tableName, now } = session.environment;
      const subject = parseObject(object);
      const leftOut = createLeftOut(session);
      const query = { ...listQuery(options, now()), onUnreadable: leftOut.onUnreadable };
      const records = createRecordQueries(dynamo, tableName, now).bySubject(subject, query);
      const listed = await listRecords(session, records, options.limit);
      leftOut.tell();
      if (listed > 0) return 0;
      session.say(
        [
          `No notification about ${object} has a record here${options.since === undefined ? '' : ` since ${options.since}`}.`,
          '  Its tags may have been changed by one about another object:',
          `    npm run --silent ops -- target ${object} ${session.environment.flags}`,
          '  It may not have been applied yet, or for good:',
          `    npm run --silent ops -- dlq list ${session.environment.flags}`,
          '  Nothing is kept of what was erased.',
          "  Intercom's address shows the id: …/conversation/<id>, …/users/<id>.",
        ].join('\n'),
      );
      return 1;
    }),
  );
};
