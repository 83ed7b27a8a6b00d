import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import type { FunctionName } from './function-names.ts';

/** Bundles `functions/<name>` into `<outDir>/<name>` and returns that folder: what Lambda is given. */
export function bundleFunction(name: FunctionName, outDir: string): string {
  return bundleHandler(name, outDir).folder;
}

/** The same, with the files that a start of the function loads. */
export function bundleHandler(name: FunctionName, outDir: string): { folder: string; startFiles: string[] } {
  const folder = join(outDir, name);
  // The names of parts that are loaded later hold a hash: those of an earlier build would stay.
  rmSync(folder, { recursive: true, force: true });
  const startFiles = bundle(join('functions', name, 'handler.ts'), join(folder, 'handler.mjs'));
  return { folder, startFiles };
}
