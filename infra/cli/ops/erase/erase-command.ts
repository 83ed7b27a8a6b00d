import { settleMs } from '../../../../functions/apply/erase/erase-told-of.ts';
import { createControl } from '../../../../functions/store/control.ts';
import {
  type EraseStore,
  eraseContact,
  eraseConversation,
} from '../../../../functions/store/erase-records.ts';
import { createErasures } from '../../../../functions/store/erasures.ts';
import { createRecordQueries } from '../../../../functions/store/record-queries.ts';
import { wrap } from '../../terminal.ts';
import { OpsError } from '../ops-error.ts';
import type { AddCommand } from '../ops-program.ts';
import { type ObjectName, parseObject } from '../parse-object.ts';
import type { Session } from '../session.ts';
import { sweepDeadLetters } from './sweep-dead-letters.ts';
import { sweepTable } from './sweep-table.ts';

interface EraseOptions {
  also?: string[];
}

export const addEraseCommand: AddCommand = (ops) => {
  ops
    .command('erase <object>')
    .description(
      "remove a person's texts, facts and ledger entries, by contact:ID; or all of a conversation:ID",
    )
    .option('--also <text...>', 'also remove what holds this: an e-mail address, an id of another system')
    .action(
      ops.run((session, object: string, { also = [] }: EraseOptions) => {
        const subject = parseObject(object);
        if (subject.type !== 'contact' && subject.type !== 'conversation') {
          throw new OpsError(`A ${subject.type} cannot be erased: give contact:ID or conversation:ID.`);
        }
        const short = also.find((each) => each.trim().length < 5);
        if (short !== undefined)
          throw new OpsError(`--also "${short}" would fit too much: give 5 characters or more.`);
        return erase(session, { ...subject, type: subject.type }, also);
      }),
    );
};

async function erase(
  session: Session,
  { type, id }: ObjectName & { type: 'contact' | 'conversation' },
  also: readonly string[],
): Promise<0 | 1> {
  const { environment } = session;
  const { table, dynamo, tableName, appId, now } = environment;
  const store: EraseStore = { table, queries: createRecordQueries(dynamo, tableName, now) };
  say(
    session,
    `${environment.name}: every record in which ${type}:${id} stands is removed, with its text, and its ledger; then the whole table and the dead letters are searched for what is left. It cannot be undone. In Intercom nothing is changed.`,
  );
  if (!(await session.confirm(`Erase ${type}:${id} in ${environment.name}?`))) return 1;

  const erasures = createErasures(appId, table, createControl(table, now), now);
  await erasures.mark(`${type}:${id}`, { at: now(), isDeleted: false });
  if (environment.isRunning) {
    session.say(`Waiting ${settleMs / 1000} s, until no worker has anything of it in hand.`);
    await session.sleep(settleMs);
  }
  const bar = session.progress('Erasing: records removed');
  const onRecord = (done: number) => bar.update(done);
  const removeAll = type === 'contact' ? eraseContact : eraseConversation;
  const records = await removeAll(store, id, { onRecord }).finally(() => bar.stop());
  const swept = await sweepTable(session, store, [id, ...also]);
  const deadLetters = await sweepDeadLetters(session, [id, ...also]);
  return tell(session, `${type}:${id}`, { records, ...swept, deadLetters });
}

interface Erased {
  records: number;
  read: number;
  removed: number;
  left: string[];
  deadLetters: number;
}

/** 1 where something is left that is not this command's to change. */
function tell(session: Session, object: string, erased: Erased): 0 | 1 {
  const { records, read, removed, left, deadLetters } = erased;
  if (session.json) {
    session.printJson({ object, ...erased });
  } else {
    session.out.write(
      `Erased ${object}: ${records} records, ${removed} more items of the ${read} searched, ${deadLetters} dead letters.\n`,
    );
    for (const key of left) session.out.write(`Left, for a person to look at: ${key}\n`);
  }
  return left.length === 0 ? 0 : 1;
}

function say(session: Session, text: string): void {
  session.say(wrap(text, session.out.width).join('\n'));
}
