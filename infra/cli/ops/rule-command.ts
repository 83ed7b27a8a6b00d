import { createRecordQueries } from '../../../functions/store/record-queries.ts';
import { addListOptions, type ListOptions, listQuery, listRecords } from './list-records.ts';
import type { AddCommand } from './ops-program.ts';

export const addRuleCommand: AddCommand = (ops) => {
  addListOptions(
    ops.command('rule <id>').description('the notifications that a rule matched, in shadow too'),
  ).action(
    ops.run(async (session, id: string, options: ListOptions) => {
      const { dynamo, tableName, now, name } = session.environment;
      const records = createRecordQueries(dynamo, tableName, now).byRule(id, listQuery(options, now()));
      const listed = await listRecords(session, records, options.limit);
      if (listed > 0) return 0;
      session.say(
        [
          `No rule "${id}" has matched anything here${options.since === undefined ? '' : ` since ${options.since}`}.`,
          `  Rules and how often they match: npm run --silent ops -- stats --env ${name}`,
          '  Why one does not match:         npm run rules -- decide <ruleset> --explain …',
        ].join('\n'),
      );
      return 1;
    }),
  );
};
