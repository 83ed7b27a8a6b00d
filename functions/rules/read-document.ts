import { readYaml } from './read-yaml.ts';
import { createReport, type Report } from './report.ts';
import type { YamlNode } from './yaml-tree.ts';

const maxBytes = 10 * 1024 * 1024;

/** A file as nodes, undefined where it is none, and a report that knows its lines. */
export function readDocument(source: string | Uint8Array): { root: YamlNode | undefined; report: Report } {
  const text = (typeof source === 'string' ? source : decode(source)).replace(/^\uFEFF/u, '');
  const report = createReport(text);
  return { root: parse(source, text, report), report };
}

/** Bytes that are no UTF-8 become U+FFFD, which `parse` looks for. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, maxBytes + 1));
}

function parse(source: string | Uint8Array, text: string, report: Report): YamlNode | undefined {
  const start = { path: '', offset: 0 };
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source).length : source.length;
  if (bytes > maxBytes) {
    report.error('schema', start, 'This file has more than 10 MB. Split the rules over several workspaces.');
    return undefined;
  }
  if (typeof source !== 'string' && !isUtf8(source)) {
    const offset = Math.max(0, text.indexOf('\uFFFD'));
    report.error('syntax', { path: '', offset }, 'This is not UTF-8 text. Save the file as UTF-8.');
    return undefined;
  }
  const { root, faults } = readYaml(text);
  for (const { offset, message } of faults.slice(0, 20)) {
    report.error('syntax', { path: '', offset }, message);
  }
  if (root === null && faults.length === 0) {
    report.error('schema', start, 'This file is empty. A ruleset begins with "version: 1" and has "rules".');
  }
  return faults.length > 0 || root === null ? undefined : root;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) !== undefined;
  } catch {
    return false;
  }
}
