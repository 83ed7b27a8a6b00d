import type { AddCommand } from '../ops-program.ts';
import { runSyncByHand } from './run-sync-by-hand.ts';
import { showSync } from './show-sync.ts';

/** `ops sync run` and `ops sync status`. */
export const addSyncCommand: AddCommand = (ops) => {
  ops
    .command('sync <run|status>')
    .description('begin a run of the sync now, or see what the last one saw, did and cost')
    .action(
      ops.run((session, what: string) => (what === 'run' ? runSyncByHand(session) : showSync(session, what))),
    );
};
