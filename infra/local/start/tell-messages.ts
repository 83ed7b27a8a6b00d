import type { NotificationRecord } from '../../../functions/store/record.ts';
import { rowLines } from '../sample-day/day-table.ts';
import { recordRow } from '../sample-day/record-row.ts';

export interface MessageTeller {
  /** To be called whenever a notification has been applied. */
  tell: () => void;
  /** Resolves when all is told, after which the table may be closed. */
  end: () => Promise<void>;
}

/** Says of each notification what became of it, once; what Intercom reports of tags is left out. */
export async function tellMessages({ listRecords, say, width }: MessageTelling): Promise<MessageTeller> {
  const told = new Set((await listRecords()).map(({ identity }) => identity));
  const tellNew = async () => {
    for (const record of await listRecords()) {
      if (told.has(record.identity) || record.outcome === undefined) continue;
      told.add(record.identity);
      if (!record.topic.includes('.tag.')) say(linesOf(record, width));
    }
  };
  let turn = Promise.resolve();
  let ended = false;
  return {
    tell() {
      if (!ended) turn = turn.then(tellNew);
    },
    end() {
      ended = true;
      return turn;
    },
  };
}

export interface MessageTelling {
  listRecords: () => Promise<NotificationRecord[]>;
  say: (text: string) => void;
  width: number;
}

function linesOf(record: NotificationRecord, width: number): string {
  const { topic, subject } = record;
  const row = { who: '', said: topic, wrong: [], ...recordRow(record, subject) };
  return rowLines(row, { number: '→', width }).join('\n');
}
