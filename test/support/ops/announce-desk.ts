import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOps } from '../../../infra/cli/ops/run-ops.ts';
import { runRules } from '../../../infra/cli/rules/run-rules.ts';
import { announceStack } from '../../../infra/local/control/announce-stack.ts';
import { holdFolder } from '../../../infra/local/start/hold-folder.ts';
import type { Desk } from '../desk.ts';
import { atTerminal, type OpsOptions, type OpsResult } from './ops-command.ts';

export interface AnnouncedDesk {
  /** A command on the desk's stack, as at a second terminal beside `npm start`. */
  ops: (command: string, options?: OpsOptions) => Promise<OpsResult>;
  /** The same of `npm run rules`. */
  rules: (command: string, options?: OpsOptions) => Promise<OpsResult>;
  close(): Promise<void>;
}

/** Lets operators' commands reach a desk's stack. */
export async function announceDesk(desk: Desk): Promise<AnnouncedDesk> {
  const data = mkdtempSync(join(tmpdir(), 'tagwright-desk-'));
  const letGo = holdFolder(data, { reset: false });
  const { appId, token } = desk.workspace.options;
  const intercom = { baseUrl: desk.intercom.url, token };
  const announced = await announceStack(desk.stack, { folder: data, appId, intercom, clock: desk.clock });
  const run = (program: typeof runOps, command: string, options: OpsOptions = {}) =>
    atTerminal(program, [...argumentsOf(command), '--env', 'local', '--data', data], {
      now: () => desk.clock.now(),
      ...options,
    });
  return {
    ops: (command, options) => run(runOps, command, options),
    rules: (command, options) => run(runRules, command, options),
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
