import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '../..');
const NODE_MODULES_BIN = join(ROOT, 'node_modules/.bin');

/** The genuine CDK command against the AWS of `env`, with nothing of the caller's own AWS settings. */
export interface Cdk {
  bootstrap(): Promise<void>;
  /** The stack's outputs by name. */
  deploy(environment: string, context?: Record<string, string>): Promise<Record<string, string>>;
  /** Rejects where a deploy would change something. */
  expectNoDiff(environment: string, context?: Record<string, string>): Promise<void>;
  destroy(environment: string): Promise<void>;
}

/** `workDir` takes the synthesised app and the outputs. */
export function createCdk(env: Record<string, string>, workDir: string): Cdk {
  const cdk = (...args: string[]) => run(['--output', join(workDir, 'cdk.out'), ...args], env);
  return {
    bootstrap: () => cdk('bootstrap', '-c', 'env=dev'),
    async deploy(environment, context = {}) {
      const outputsFile = join(workDir, `outputs-${environment}.json`);
      const options = ['--require-approval', 'never', '--outputs-file', outputsFile];
      await cdk('deploy', ...contextOf(environment, context), ...options);
      const outputs = OUTPUTS.parse(JSON.parse(readFileSync(outputsFile, 'utf8')));
      const [own] = Object.values(outputs);
      if (own === undefined) throw new Error('The deploy has no outputs');
      return own;
    },
    expectNoDiff: (environment, context = {}) => cdk('diff', '--fail', ...contextOf(environment, context)),
    destroy: (environment) => cdk('destroy', '-c', `env=${environment}`, '--force'),
  };
}

function contextOf(environment: string, context: Record<string, string>): string[] {
  return Object.entries({ env: environment, ...context }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
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
