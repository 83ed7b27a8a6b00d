import { globSync, readFileSync } from 'node:fs';

/**
 * Mutation testing of the rule language: `npm run mutation`. All of it takes hours, so `PART=text` tries one folder
 * (`PART=.` the files beside the folders), and `SAMPLE=10` one window of eight lines in ten, the same each time.
 */
const { PART = '**', SAMPLE = '1' } = process.env;
const WINDOW = 8;

const files = globSync(`functions/rules/${PART}/*.ts`).sort();

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: SAMPLE === '1' ? files : files.flatMap(sampled),
  // Each mutant meets only the tests that reach it. What runs at import is left out: it would need all of them.
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  // Stryker rewrites the tsconfig by TypeScript's JavaScript API, which TypeScript 7 no longer has.
  tsconfigFile: 'none.json',
  concurrency: 1,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'reports/mutation.json' },
};

/** `file:first-last` of each window, which begins elsewhere in each file. */
function sampled(file) {
  const lines = readFileSync(file, 'utf8').split('\n').length;
  const step = WINDOW * Number(SAMPLE);
  const windows = [];
  for (let first = 1 + ((file.length * WINDOW) % step); first <= lines; first += step) {
    windows.push(`${file}:${first}-${Math.min(first + WINDOW - 1, lines)}`);
  }
  return windows;
}
