import { countOption } from '../list-records.ts';
import type { AddCommand } from '../ops-program.ts';
import { dropDeadLetters } from './drop-dead-letters.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { redriveDeadLetters } from './redrive-dead-letters.ts';
import { showDeadLetter } from './show-dead-letter.ts';

/** An id is a message's (or how it begins), a record's or Intercom's of the notification. */
export const addDlqCommand: AddCommand = (ops) => {
  const dlq = ops.command('dlq').description('the dead letters: what could not be applied, and why');
  dlq
    .command('list')
    .description('each with its reason')
    .option('--limit <n>', 'so many; 0 is all', countOption, 50)
    .action(ops.run(listDeadLetters));
  dlq
    .command('show <id>')
    .description('one of them in full: its record, and what came')
    .action(ops.run(showDeadLetter));
  dlq
    .command('redrive [ids...]')
    .description('return them to the queue, all without ids: each is applied once, and counts anew')
    .action(ops.run(redriveDeadLetters));
  dlq
    .command('drop [ids...]')
    .description('delete them for good; their records stay')
    .option('--all', 'all of them')
    .action(ops.run(dropDeadLetters));
};
