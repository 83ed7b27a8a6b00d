import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';

/** What a script answers to flags that are wrong. */
const answerTo = (...argv: string[]) =>
  new Promise<{ status: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, argv, (error, _stdout, stderr) =>
      resolve({ status: error?.code ?? 0, stderr }),
    );
  });

it.each([
  ['test/chaos/run.ts', '--typo', "Unknown option '--typo'\nusage: npm run chaos -- "],
  [
    'test/chaos/run.ts',
    '--seed=x',
    '--seed: Invalid input: expected number, received NaN\nusage: npm run chaos -- ',
  ],
  [
    'test/bench/cost/run.ts',
    '--match=5',
    '--match: Too big: expected number to be <=1\nusage: npm run cost -- ',
  ],
])('%s %s is answered by what is wrong and how it is called', async (script, flag, expected) => {
  const { status, stderr } = await answerTo(script, flag);
  expect(stderr.slice(0, expected.length)).toBe(expected);
  expect(status).toBe(2);
});
