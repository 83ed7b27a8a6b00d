import type { Document } from 'yaml';

export interface YamlFault {
  offset: number;
  message: string;
}

/** What the parser found wrong, each thing once, with what to do about it. */
export function faultsOf(document: Document.Parsed, text: string): YamlFault[] {
  const warnings = document.warnings.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED');
  return [...document.errors, ...warnings]
    .filter(({ code, pos }, index, all) => {
      const before = all[index - 1];
      return before === undefined || !(consequences.has(code) || isSameLine(text, before.pos[0], pos[0]));
    })
    .map(({ code, message, pos: [at] }) => {
      const indent = /^[\n\r]?$/u.test(text.slice(Math.max(0, at - 1), at))
        ? text.slice(at, at + 1_000).search(/[^ ]|$/u)
        : 0;
      const explained = explanationOf(code, message, text.slice(at, at + 2));
      return { offset: at + indent, message: explained ?? message.replace(/\.?$/u, '.') };
    });
}

function isSameLine(text: string, a: number, b: number): boolean {
  return !/[\n\r]/u.test(text.slice(Math.min(a, b), Math.max(a, b)));
}

/** What the parser says once more of lines that it has lost its way in. */
const consequences: ReadonlySet<string> = new Set(['BAD_INDENT', 'MULTILINE_IMPLICIT_KEY']);

function explanationOf(code: string, message: string, at: string): string | undefined {
  if (code === 'MISSING_CHAR' && at === '{{') {
    return 'A text with {{…}} in it has to be quoted: "Order {{match.order}}".';
  }
  if (code === 'MISSING_CHAR' && at.startsWith('[')) {
    return 'Inside brackets or braces, what holds a [ has to be quoted, such as \'payload["a.b"]\'.';
  }
  if (code === 'MISSING_CHAR' && at.startsWith('#')) {
    return 'What begins with # is a comment in YAML: quote it ("#1").';
  }
  if (code === 'MISSING_CHAR' && message.startsWith('Sequence item')) {
    return 'This line belongs to no item of the list above it: indent it like the item\'s other lines, or begin it with "- ".';
  }
  if (message.startsWith('All mapping items')) {
    return 'This line is indented otherwise than those that it belongs to. If it begins an item of a list, begin it with "- ".';
  }
  if (code === 'BAD_SCALAR_START' && /[<>]/u.test(at.charAt(0))) {
    return `A text that begins with ${at.charAt(0)} has to be quoted; a comparison is written with gt, gte, lt or lte: { gte: 100 }.`;
  }
  return code === 'BAD_SCALAR_START'
    ? `A text that begins with ${at.charAt(0)} has to be quoted.`
    : explanations[code];
}

const explanations: Partial<Record<string, string>> = {
  MULTIPLE_DOCS:
    'A second document begins here. A ruleset is one document: remove the "---" and what follows.',
  TAB_AS_INDENT: 'There is a tab here. YAML is indented with spaces.',
  RESOURCE_EXHAUSTION: 'This is nested too deeply to be read.',
  BLOCK_AS_IMPLICIT_KEY:
    'There is a second ": " on this line. Quote the text that holds it, or put the inner map on a line of its own.',
  BAD_DQ_ESCAPE:
    'Inside "double quotes" a \\ begins an escape, and this is none. Write \\\\ for it, or use \'single quotes\'.',
};
