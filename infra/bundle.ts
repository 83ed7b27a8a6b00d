import { basename, dirname, join, relative } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';

/**
 * Bundles `entryPoint` with all that it imports into the ES module `outfile`, minified, its source
 * map beside it.
 *
 * The AWS SDK is bundled, too: the runtime's own copy is larger, of an unknown version, and slower to
 * load than the parts that we use. What is imported by `import()` becomes a file of its own, so that a
 * start does not pay for it. Returns the files that a start loads.
 */
export function bundle(entryPoint: string, outfile: string): string[] {
  const { metafile } = buildSync({
    entryPoints: [{ in: entryPoint, out: basename(outfile, '.mjs') }],
    outdir: dirname(outfile),
    outExtension: { '.js': '.mjs' },
    absWorkingDir: ROOT,
    bundle: true,
    splitting: true,
    metafile: true,
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
  return startFiles(metafile.outputs, relative(ROOT, outfile)).map((file) => join(ROOT, file));
}

const ROOT = join(import.meta.dirname, '..');

/** A file, and those that it imports by a statement, and so on. */
function startFiles(outputs: Metafile['outputs'], first: string): string[] {
  const files = [first];
  for (const file of files) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs && !files.includes(path)) files.push(path);
    }
  }
  return files;
}

const REQUIRE =
  "import { createRequire as createRequireOf } from 'node:module';const require = createRequireOf(import.meta.url);";
