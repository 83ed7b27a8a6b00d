import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../infra/bundle.ts';

/** The worker as one file, as Lambda would be given it: hundreds of them start in a run, and die. */
export function bundleWorker(): { file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const file = join(folder, 'worker.mjs');
  bundle('test/chaos/worker.ts', file);
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}
