import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Command, stateSchema, type WorkspaceState } from './messages.ts';

/** An emulator with so many conversations and contacts, in a process of its own. */
export async function startWorkspaceProcess(conversations: number) {
  const child = fork(join(import.meta.dirname, 'workspace-process.ts'), [String(conversations)], {
    execArgv: ['--expose-gc'],
  });
  const next = async (): Promise<WorkspaceState> => stateSchema.parse((await once(child, 'message'))[0]);
  let state = await next();
  return {
    state: () => state,
    async tell(command: Command): Promise<WorkspaceState> {
      child.send(command);
      state = await next();
      return state;
    },
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
