import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleHandler } from './bundle-function.ts';
import { FUNCTION_NAMES, type FunctionName } from './function-names.ts';

/** Kilobytes (1000 bytes) of minified code that a start of a function may load: its time grows with it. */
const BUDGETS: Record<FunctionName, number> = { receive: 100, apply: 1000, sync: 1000, publish: 1000 };

const DIST = join(import.meta.dirname, '../dist');

const rows = FUNCTION_NAMES.map((name) => {
  const code = Buffer.concat(bundleHandler(name, DIST).startFiles.map((file) => readFileSync(file)));
  return { name, size: code.length, gzipped: gzipSync(code).length, budget: BUDGETS[name] * 1000 };
});
console.log(line('function', 'kB', 'gzip kB', 'budget kB'));
for (const { name, size, gzipped, budget } of rows) {
  console.log(line(name, kilobytes(size), kilobytes(gzipped), String(budget / 1000)));
}
for (const { name, size, budget } of rows) {
  if (size <= budget) continue;
  console.error(`${name} is ${kilobytes(size)} kB: over its budget of ${budget / 1000} kB`);
  process.exitCode = 1;
}

function line(name: string, ...figures: string[]): string {
  return name.padEnd(10) + figures.map((figure) => figure.padStart(11)).join('');
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
