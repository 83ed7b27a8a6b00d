import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { SETTINGS } from '../../functions/platform/settings.ts';
import { bundleFunction } from '../../infra/bundle-function.ts';
import { FUNCTION_NAMES } from '../../infra/function-names.ts';

const outDir = mkdtempSync(join(tmpdir(), 'tagwright-bundles-'));
afterAll(() => rmSync(outDir, { recursive: true }));

/** What Lambda and the stack put into the environment. */
const env = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  [SETTINGS.environment]: 'test',
  [SETTINGS.intercomAppId]: 'abc123',
  [SETTINGS.queueUrl]: 'https://sqs.test/queue.fifo',
  [SETTINGS.deadLetterQueueUrl]: 'https://sqs.test/dead-letters.fifo',
  [SETTINGS.tableName]: 'table',
  [SETTINGS.webhookSecretArn]: 'webhook',
  [SETTINGS.intercomSecretArn]: 'intercom',
};

describe.each(FUNCTION_NAMES)('the bundle of %s', (name) => {
  const folder = bundleFunction(name, outDir);

  it('starts where there are no node_modules, and exports a handler', () => {
    const url = pathToFileURL(join(folder, 'handler.mjs')).href;
    const program = `const { handler } = await import(${JSON.stringify(url)}); console.log(typeof handler);`;
    const options = { env, cwd: outDir, encoding: 'utf8' } as const;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
    // A start may say how long it took.
    expect(printed).toMatch(/^(\{"level":"INFO","message":"started",.*"init_ms":\d+\}\n)?function\n$/);
  });

  it('has a source map, by which a stack trace names our files', () => {
    expect(readFileSync(join(folder, 'handler.mjs.map'), 'utf8')).toContain(`functions/${name}/handler.ts`);
  });
});
