/** docs/benchmarks.md has a section for each bench, between markers, written by that bench alone. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);
const HEAD = '# Benchmarks\n\nEach section is written by its bench, on the machine on which that ran last.\n';

export function replaceSection(name: string, text: string): void {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : HEAD;
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const section = `${open}\n${text}\n${close}`;
  const from = page.indexOf(open);
  const to = page.indexOf(close);
  const written =
    from < 0 || to < from
      ? `${page.trimEnd()}\n\n${section}\n`
      : `${page.slice(0, from)}${section}${page.slice(to + close.length)}`;
  writeFileSync(PAGE, written);
}
