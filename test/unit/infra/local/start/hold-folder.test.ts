import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdFolder } from '../../../../../infra/local/start/hold-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-hold-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('holdFolder', () => {
  it('deletes nothing that another process holds', () => {
    writeFileSync(join(folder, 'pid'), String(process.ppid));
    writeFileSync(join(folder, 'kept'), '');

    expect(() => holdFolder(folder, { reset: true })).toThrow(/is in use by process \d+, an npm start or/);
    expect(existsSync(join(folder, 'kept'))).toBe(true);
  });

  it('takes what a process left that is gone, and what was let go', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(join(folder, 'pid'), String(pid));

    holdFolder(folder, { reset: false })();
    expect(existsSync(join(folder, 'pid'))).toBe(false);
    expect(() => holdFolder(folder, { reset: false })).not.toThrow();
  });

  it('empties the folder where it is asked to', () => {
    writeFileSync(join(folder, 'kept'), '');

    holdFolder(folder, { reset: true });
    expect(existsSync(join(folder, 'kept'))).toBe(false);
  });
});
