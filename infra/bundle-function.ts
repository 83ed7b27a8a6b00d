import { join } from 'node:path';
import { bundle } from './bundle.ts';
import type { FunctionName } from './function-names.ts';

/** Bundles `functions/<name>` into `<outDir>/<name>` and returns that folder: what Lambda is given. */
export function bundleFunction(name: FunctionName, outDir: string): string {
  const folder = join(outDir, name);
  bundle(join('functions', name, 'handler.ts'), join(folder, 'handler.mjs'));
  return folder;
}
