/** The figures as one JSON document, and as the section of docs/benchmarks.md. */

import type { Measured } from './measure.ts';

export interface DecisionRow {
  name: string;
  rules: number;
  matched_per_message: number;
  from_facts: Measured;
  from_notification: Measured;
  json_rules_engine: Measured;
  plain_regexps: Measured;
}

export interface BenchReport {
  command: string;
  node: string;
  rows: DecisionRow[];
  compile: { rules: number; milliseconds: number; first_ms: number; megabytes: number };
  long_message_ms: number;
  memory: { decisions: number; early_megabytes: number; late_megabytes: number };
}

export function reportText({ command, node, rows, compile, long_message_ms, memory }: BenchReport): string {
  return [
    '## Rules',
    '',
    `\`${command}\`, Node ${node}, one thread. Microseconds of processor time for a decision,`,
    'medians of several runs in one process.',
    'Each rule has three keywords or phrases and two field tests; messages have 600 characters. "From facts" begins',
    'with the plain text and ends with the decision, `because` included; "from notification" begins with the raw JSON',
    'as parsed, HTML and all. The two peers get the plain text and answer with the rules that match, without',
    'folding accents or width and without a reason; json-rules-engine has the keywords of a rule as one RegExp.',
    'A peer that takes long gets fewer messages.',
    '',
    '| rules | matched | from facts | from notification | json-rules-engine | a RegExp a rule |',
    '|---|---|---|---|---|---|',
    ...rows.map(rowText),
    '',
    `- Compiling ${compile.rules.toLocaleString('en')} rules: ${compile.milliseconds.toFixed(0)} ms (the first time in a process ${compile.first_ms.toFixed(0)} ms), ${compile.megabytes.toFixed(0)} MB.`,
    `- A message of 100,000 characters: ${long_message_ms.toFixed(1)} ms.`,
    `- Heap over ${memory.decisions.toLocaleString('en')} decisions: ${memory.early_megabytes.toFixed(1)} MB early on, ${memory.late_megabytes.toFixed(1)} MB at the end.`,
  ].join('\n');
}

function rowText(row: DecisionRow): string {
  const cells = [
    `${row.rules.toLocaleString('en')}${row.name === 'generated' ? '' : `, ${row.name}`}`,
    row.matched_per_message.toFixed(1),
    rounded(row.from_facts),
    rounded(row.from_notification),
    `${rounded(row.json_rules_engine)} (${times(row.json_rules_engine, row.from_facts)})`,
    `${rounded(row.plain_regexps)} (${times(row.plain_regexps, row.from_facts)})`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function rounded({ microseconds }: Measured): string {
  return microseconds < 100 ? microseconds.toFixed(1) : Math.round(microseconds).toLocaleString('en');
}

function times(rival: Measured, own: Measured): string {
  return `${Math.round(rival.microseconds / own.microseconds).toLocaleString('en')}×`;
}
