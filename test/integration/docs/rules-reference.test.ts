import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldNames, fieldType } from '../../../functions/rules/fields.ts';
import type { DiagnosticCode } from '../../../functions/rules/model.ts';
import { operatorNames } from '../../../functions/rules/operators.ts';
import { subjectTypes } from '../../../functions/rules/topics.ts';
import { COMPANY_TOPICS, CONTACT_TOPICS } from '../../../functions/sync/catch-up/contacts-and-companies.ts';
import { CAUGHT_UP_TOPICS } from '../../../functions/sync/catch-up/part-topics.ts';
import { codeIn, readPage, type Table } from '../../support/docs/read-page.ts';

const docs = new URL('../../../docs/', import.meta.url);
const page = readFileSync(new URL('rules.md', docs), 'utf8');
const tables = readPage(page).filter((piece): piece is Table => piece.kind === 'table');

describe('the reference of docs/rules.md', () => {
  it('lists every fact under its type', () => {
    const listed = rowsOf('object | type | facts').flatMap(([object = '', type = '', facts = '']) =>
      codeIn(facts).map((fact) => {
        const [root = ''] = codeIn(object);
        return `${fact === root ? fact : `${root}.${fact}`}: ${type}`;
      }),
    );
    expect(listed.sort()).toEqual(
      fieldNames()
        .map((name) => `${name}: ${fieldType(name)}`)
        .sort(),
    );
  });

  it('lists every topic under its subject', () => {
    const rows = rowsOf('subject | can be tagged beside it | topics');
    const listed = rows.flatMap(([subject = '', , topics = '']) =>
      codeIn(topics).map((topic) => `${topic}: ${subject}`),
    );
    expect(listed.sort()).toEqual(
      [...subjectTypes].map(([topic, subject]) => `${topic}: ${subject ?? 'none'}`).sort(),
    );
  });

  it('lists every topic that is made up for where its webhook is lost, and no other', () => {
    const rows = rowsOf('topics | if the webhook is lost').map(([topics = '']) => codeIn(topics).sort());
    expect(rows).toEqual([
      [...CAUGHT_UP_TOPICS].sort(),
      [...CONTACT_TOPICS].sort(),
      [...COMPANY_TOPICS].sort(),
      [],
    ]);
  });

  it('lists every operator', () => {
    const listed = rowsOf('operator | asked of | holds when').flatMap(([names = '']) => codeIn(names));
    expect(listed.sort()).toEqual([...operatorNames].sort());
  });

  it.each(Object.keys(codes))('shows what leads to %s', (code) => {
    const inTable = rowsOf('code | means | for example').some(([cell = '']) => codeIn(cell).includes(code));
    expect(inTable || page.includes(`\`\`\`yaml finds ${code}\n`)).toBe(true);
  });

  it('links to every example, and only to what is there', () => {
    const links = [...page.matchAll(/\]\(([^)#]*)(#[^)]*)?\)/gu)];
    const files = new Set(links.map(([, file = '']) => file).filter((file) => !/^(?:https:|$)/u.test(file)));
    expect([...files].filter((file) => !existsSync(new URL(file, docs)))).toEqual([]);
    const examples = readdirSync(new URL('../rules/examples/', docs)).filter((name) =>
      name.endsWith('.yaml'),
    );
    expect(examples.filter((name) => !files.has(`../rules/examples/${name}`))).toEqual([]);
    const headings = new Set([...page.matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) => slugOf(heading)));
    expect(
      links
        .flatMap(([, file, anchor]) => (file === '' && anchor ? anchor : []))
        .filter((anchor) => !headings.has(anchor)),
    ).toEqual([]);
  });
});

/** All of them, or this is a type error. */
const codes: Record<DiagnosticCode, true> = {
  syntax: true,
  schema: true,
  unknown_field: true,
  unknown_operator: true,
  unknown_list: true,
  unknown_condition: true,
  unknown_topic: true,
  unknown_source: true,
  type_mismatch: true,
  empty_value: true,
  bad_regex: true,
  bad_template: true,
  duplicate_id: true,
  unreachable_target: true,
  test_failed: true,
  conflict: true,
  always_stopped: true,
  idle_stop: true,
  never_matches: true,
  loop: true,
  untested: true,
};

function rowsOf(heading: string): string[][] {
  return tables
    .filter((table) => table.heading === heading)
    .flatMap(({ rows }) => rows.map(({ cells }) => cells));
}

/** As GitHub makes anchors of headings. */
function slugOf(heading: string): string {
  return `#${heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')}`;
}
