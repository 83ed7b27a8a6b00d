import type { UnreadableRecordError } from '../../../functions/store/unreadable-record-error.ts';
import { counted } from '../counted.ts';
import { wrap } from '../terminal.ts';
import type { Session } from './session.ts';

/** Records that this version cannot read. A list leaves them out, and says so: one of them keeps nobody from the others. */
export interface LeftOut {
  onUnreadable: (error: UnreadableRecordError) => void;
  /** Where there were any, how many. */
  tell(): void;
}

export function createLeftOut({ say, out }: Pick<Session, 'say' | 'out'>): LeftOut {
  let count = 0;
  let first = '';
  return {
    onUnreadable({ identity }) {
      if (count === 0) first = identity;
      count += 1;
    },
    tell() {
      if (count === 0) return;
      const text = `Left out: ${counted(count, 'record')} that cannot be read, damaged or written by a newer version of Tagwright, the first of them ${first}.`;
      say(wrap(text, out.width).join('\n'));
    },
  };
}
