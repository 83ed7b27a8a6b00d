import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Bundles `entryPoint` with all that it imports into the ES module `outfile`, minified, its source
 * map beside it.
 *
 * The AWS SDK is bundled, too: the runtime's own copy is larger, of an unknown version, and slower to
 * load than the parts that we use.
 */
export function bundle(entryPoint: string, outfile: string): void {
  buildSync({
    entryPoints: [entryPoint],
    outfile,
    absWorkingDir: join(import.meta.dirname, '..'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // ES modules where a package has them: what is not used of them can be left out.
    mainFields: ['module', 'main'],
    // `yaml` has no ES module for Node, and its CommonJS asks for built-in modules by `require`.
    banner: { js: REQUIRE },
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
}

const REQUIRE =
  "import { createRequire as createRequireOf } from 'node:module';const require = createRequireOf(import.meta.url);";
