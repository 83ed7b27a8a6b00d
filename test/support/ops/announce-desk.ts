import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announceStack } from '../../../infra/local/control/announce-stack.ts';
import { holdFolder } from '../../../infra/local/start/hold-folder.ts';
import type { Desk } from '../desk.ts';
import { type OpsOptions, type OpsResult, opsCommand } from './ops-command.ts';

export interface AnnouncedDesk {
  /** A command on the desk's stack, as at a second terminal beside `npm start`. */
  ops(command: string, options?: OpsOptions): Promise<OpsResult>;
  close(): Promise<void>;
}

/** Lets operators' commands reach a desk's stack. */
export async function announceDesk(desk: Desk): Promise<AnnouncedDesk> {
  const data = mkdtempSync(join(tmpdir(), 'tagwright-desk-'));
  const letGo = holdFolder(data, { reset: false });
  const { appId, token } = desk.workspace.options;
  const intercom = { baseUrl: desk.intercom.url, token };
  const announced = await announceStack(desk.stack, { folder: data, appId, intercom, clock: desk.clock });
  return {
    ops: (command, options = {}) =>
      opsCommand([...argumentsOf(command), '--env', 'local', '--data', data], {
        now: desk.clock.now(),
        ...options,
      }),
    async close() {
      await announced.close();
      letGo();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** As a shell splits them, double quotes and no more. */
function argumentsOf(command: string): string[] {
  return (command.match(/"[^"]*"|\S+/gu) ?? []).map((each) => each.replace(/^"(.*)"$/u, '$1'));
}
