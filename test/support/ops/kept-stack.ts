import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEnvironment } from '../../../infra/cli/environment/open-environment.ts';
import type { OpenedEnvironment } from '../../../infra/cli/environment/opened-environment.ts';
import { type OpsOptions, type OpsResult, opsCommand } from './ops-command.ts';

/** What a local stack left behind: no process works on it. */
export interface KeptStack extends Disposable {
  /** The folder, for `--data`. */
  data: string;
  /** Does something with it as an operator's command would, and closes it. */
  with<T>(work: (environment: OpenedEnvironment) => Promise<T>): Promise<T>;
  /** A command on it. */
  ops(command: string, options?: OpsOptions): Promise<OpsResult>;
}

export function keptStack(): KeptStack {
  const parent = mkdtempSync(join(tmpdir(), 'tagwright-ops-'));
  // A folder without a workspace of its own is a real workspace's, whose app_id it bears.
  const data = join(parent, 'workspace1');
  mkdirSync(join(data, 'table'), { recursive: true });
  return {
    data,
    async with(work) {
      const environment = await openEnvironment('local', { data, env: {} });
      try {
        return await work(environment);
      } finally {
        await environment.close();
      }
    },
    ops: (command, options) => opsCommand([...command.split(' '), '--env', 'local', '--data', data], options),
    [Symbol.dispose]: () => rmSync(parent, { recursive: true, force: true }),
  };
}
