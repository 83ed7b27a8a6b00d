import { settleMs } from '../../../../functions/apply/erase/erase-told-of.ts';
import { createControl } from '../../../../functions/store/control.ts';
import {
  type EraseStore,
  eraseContact,
  eraseConversation,
} from '../../../../functions/store/erase-records.ts';
import { createErasures } from '../../../../functions/store/erasures.ts';
import type { NotificationRecord } from '../../../../functions/store/record.ts';
import { createRecordQueries } from '../../../../functions/store/record-queries.ts';
import { counted } from '../../counted.ts';
import { wrap } from '../../terminal.ts';
import { OpsError } from '../ops-error.ts';
import type { AddCommand } from '../ops-program.ts';
import { type ObjectName, parseObject } from '../parse-object.ts';
import type { Session } from '../session.ts';
import { shownMoment } from '../shown-time.ts';
import { mentionTest } from './mention-test.ts';
import { sweepDeadLetters } from './sweep-dead-letters.ts';
import { sweepTable } from './sweep-table.ts';
import { tellErased } from './tell-erased.ts';
import { createTemplateTags } from './template-tags.ts';

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

async function erase(session: Session, object: ErasableName, also: readonly string[]): Promise<0 | 1> {
  const { environment } = session;
  const { table, dynamo, tableName, appId, now } = environment;
  const name = `${object.type}:${object.id}`;
  const store: EraseStore = { table, queries: createRecordQueries(dynamo, tableName, now) };
  sayWrapped(session, await foundBefore(session, store, object));
  sayWrapped(
    session,
    `All records go, with their texts, the ledger and the entries in lists; then the whole table and the dead letters are searched for what else names ${[name, ...also].join(' or ')}. It cannot be undone. In Intercom nothing is changed.`,
  );
  if (!(await session.confirm(`Erase ${name} in ${environment.name}?`))) return 1;

  const erasures = createErasures(appId, table, createControl(table, now), now);
  await erasures.mark(`${object.type}:${object.id}`, { at: now(), isDeleted: false });
  if (environment.isRunning) {
    session.say(`Waiting ${settleMs / 1000} s, until no worker has anything of it in hand.`);
    await session.sleep(settleMs);
  }
  const templateTags = createTemplateTags();
  const records = await eraseRecords(session, store, object, templateTags.add);
  const mentions = mentionTest(object, also);
  const swept = await sweepTable(session, store, { mentions, onRecord: templateTags.add });
  const deadLetters = await sweepDeadLetters(session, mentions);
  return tellErased(session, {
    object: name,
    records,
    ...swept,
    deadLetters,
    templateTags: templateTags.all(),
  });
}

type ErasableName = ObjectName & { type: 'contact' | 'conversation' };

/** So that a slip of the pen is seen before it is too late. */
async function foundBefore(
  { environment, progress, signal }: Session,
  { queries }: EraseStore,
  { type, id }: ErasableName,
): Promise<string> {
  const bar = progress('Records found');
  let count = 0;
  let newest = '';
  try {
    const tolerance = { onUnreadable: () => bar.update(++count) };
    const found =
      type === 'contact' ? queries.byPerson(id, tolerance) : queries.bySubject({ type, id }, tolerance);
    for await (const { happened_at } of found) {
      signal.throwIfAborted();
      count += 1;
      if (happened_at > newest) newest = happened_at;
      bar.update(count);
    }
  } finally {
    bar.stop();
  }
  if (count === 0) return `${environment.name}: no record names ${type}:${id}. Is the id right?`;
  return `${environment.name}: ${type}:${id} stands in ${counted(count, 'record')}, the newest of ${shownMoment(newest)} UTC.`;
}

async function eraseRecords(
  { progress, signal }: Session,
  store: EraseStore,
  { type, id }: ErasableName,
  tell: (record: NotificationRecord) => void,
): Promise<number> {
  const bar = progress('Erasing: records removed');
  let done = 0;
  const onRecord = (record: NotificationRecord) => {
    signal.throwIfAborted();
    tell(record);
    bar.update(done++);
  };
  const removeAll = type === 'contact' ? eraseContact : eraseConversation;
  return removeAll(store, id, { onRecord }).finally(() => bar.stop());
}

function sayWrapped(session: Session, text: string): void {
  session.say(wrap(text, session.out.width).join('\n'));
}
