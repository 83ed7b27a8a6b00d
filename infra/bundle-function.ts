import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { FunctionName } from './function-names.ts';

/**
 * Bundles `functions/<name>/handler.ts` with all it imports into `<outDir>/<name>/handler.mjs` and
 * its source map, and returns that folder: what Lambda is given.
 *
 * The AWS SDK is bundled, too: the runtime's own copy is larger, of an unknown version, and slower to
 * load than the parts that we use.
 */
export function bundleFunction(name: FunctionName, outDir: string): string {
  const folder = join(outDir, name);
  buildSync({
    entryPoints: [join(ROOT, 'functions', name, 'handler.ts')],
    outfile: join(folder, 'handler.mjs'),
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // ES modules where a package has them: they can be tree-shaken.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: false,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return folder;
}

const ROOT = join(import.meta.dirname, '..');
