import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readKeptQueue } from '../../../../../infra/local/queue/kept-queue.ts';
import { UsageError } from '../../../../../infra/local/start/options.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-kept-queue-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each(['', 'garbage', '{"queue": {}}'])('says in one line that a file is damaged: %j', (text) => {
  const path = join(folder, 'queue.json');
  writeFileSync(path, text);
  expect(() => readKeptQueue(path)).toThrow(UsageError);
  expect(() => readKeptQueue(path)).toThrow(`${path} cannot be read: move it away`);
});

it('finds nothing where nothing was kept', () => {
  expect(readKeptQueue(join(folder, 'queue.json'))).toBeUndefined();
});
