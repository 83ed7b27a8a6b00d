import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import { changeCode, changeResources, makeDeployable, type Resources } from './deployable-template.ts';

const ROOT = join(import.meta.dirname, '../..');
const NODE_MODULES_BIN = join(ROOT, 'node_modules/.bin');

/** The genuine CDK command against the AWS of `env`, with nothing of the caller's own AWS settings. */
export interface Cdk {
  bootstrap(): Promise<void>;
  /** The stack's outputs by name. `next`: of code that differs from that of the repository. */
  deploy(
    environment: string,
    context?: Record<string, string>,
    next?: boolean,
  ): Promise<Record<string, string>>;
  /** Deploys with a template that has been changed after the synthesis. */
  deployChanged(
    environment: string,
    context: Record<string, string>,
    change: (resources: Resources) => void,
  ): Promise<void>;
  /** Rejects where a deploy would change something. */
  expectNoDiff(environment: string, context?: Record<string, string>): Promise<void>;
  destroy(environment: string, context?: Record<string, string>): Promise<void>;
}

/** `workDir` takes the synthesised apps and the outputs. */
export function createCdk(env: Record<string, string>, workDir: string): Cdk {
  const cdk = (...args: string[]) => run(args, env);

  /** The app of one environment, as it can be deployed here. */
  async function synthesize(
    environment: string,
    context: Record<string, string>,
  ): Promise<['--app', string]> {
    const folder = join(workDir, `cdk.out-${environment}`);
    const given = Object.entries({ env: environment, ...context });
    const options = given.flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    await cdk('synth', '--quiet', '--output', folder, ...options);
    makeDeployable(folder);
    return ['--app', folder];
  }

  return {
    bootstrap: () => cdk('bootstrap', '--output', join(workDir, 'cdk.out'), '-c', 'env=dev'),
    async deploy(environment, context = {}, next = false) {
      const app = await synthesize(environment, context);
      if (next) changeCode(app[1]);
      const outputsFile = join(workDir, `outputs-${environment}.json`);
      await cdk('deploy', ...app, '--require-approval', 'never', '--outputs-file', outputsFile);
      const outputs = OUTPUTS.parse(JSON.parse(readFileSync(outputsFile, 'utf8')));
      const [own] = Object.values(outputs);
      if (own === undefined) throw new Error('The deploy has no outputs');
      return own;
    },
    async deployChanged(environment, context, change) {
      const app = await synthesize(environment, context);
      changeResources(app[1], change);
      await cdk('deploy', ...app, '--require-approval', 'never');
    },
    expectNoDiff: async (environment, context = {}) =>
      cdk('diff', '--fail', ...(await synthesize(environment, context))),
    destroy: async (environment, context = {}) =>
      cdk('destroy', '--force', ...(await synthesize(environment, context))),
  };
}

const OUTPUTS = z.record(z.string(), z.record(z.string(), z.string()));

async function run(args: string[], env: Record<string, string>): Promise<void> {
  const child = spawn(join(NODE_MODULES_BIN, 'cdk'), args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: [NODE_MODULES_BIN, process.env['PATH']].join(delimiter),
      HOME: process.env['HOME'],
      CI: 'true',
      ...env,
    },
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${code}:\n${chunks.join('')}`);
}
