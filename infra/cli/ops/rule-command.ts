import { createRecordQueries } from '../../../functions/store/record-queries.ts';
import { unknownRule } from './check-rule.ts';
import { createLeftOut } from './left-out.ts';
import { addListOptions, type ListOptions, listQuery, listRecords } from './list-records.ts';
import { openBrakes } from './open-brakes.ts';
import type { AddCommand } from './ops-program.ts';
import { shownMoment } from './shown-time.ts';

export const addRuleCommand: AddCommand = (ops) => {
  addListOptions(
    ops.command('rule <id>').description('the notifications that a rule matched, in shadow too'),
  ).action(
    ops.run(async (session, id: string, options: ListOptions) => {
      const { environment } = session;
      const { dynamo, tableName, now, flags } = environment;
      const pause = (await openBrakes(environment).current()).rules.get(id);
      if (pause !== undefined) {
        session.say(`${id} has been paused since ${shownMoment(pause.since)} UTC (${pause.reason}).`);
      }
      const leftOut = createLeftOut(session);
      const query = { ...listQuery(options, now()), onUnreadable: leftOut.onUnreadable };
      const records = createRecordQueries(dynamo, tableName, now).byRule(id, query);
      const listed = await listRecords(session, records, options.limit);
      leftOut.tell();
      if (listed > 0) return 0;
      const fault = await unknownRule(environment, id);
      session.say(
        [
          ...(fault === null ? [] : [fault]),
          `No rule "${id}" has matched anything here${options.since === undefined ? '' : ` since ${options.since}`}.`,
          `  Rules and how often they match: npm run --silent ops -- stats ${flags}`,
          '  Why one does not match:         npm run rules -- decide <ruleset> --explain …',
        ].join('\n'),
      );
      return 1;
    }),
  );
};
