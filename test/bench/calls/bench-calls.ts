import { isDeepStrictEqual } from 'node:util';
import { type Spending, spendOnMessages } from '../../support/spend-on-messages.ts';
import { replaceSection } from '../replace-section.ts';

/** Intercom's calls over 10,000 messages (1,000 with `--quick`), as the emulator counts them; fails where one is wasted. */
export async function benchCalls({ quick, json }: { quick: boolean; json: boolean }): Promise<void> {
  const spending = await spendOnMessages(quick ? 1_000 : 10_000);
  const { wanted, made } = spending;
  const text = reportText(spending);
  process.stdout.write(`${json ? JSON.stringify(spending) : text}\n`);
  if (!isDeepStrictEqual(wanted, made)) process.exitCode = 1;
  if (!quick) replaceSection('calls', text);
}

function reportText({ messages, wanted, made }: Spending): string {
  const operations = [...new Set([...Object.keys(wanted), ...Object.keys(made)])];
  const number = (count = 0) => count.toLocaleString('en');
  return [
    '## Calls of Intercom',
    '',
    `\`npm run bench -- calls\`: ${number(messages)} messages, in equal parts without a match, with a tag to be set, with one`,
    'that is there already, and with one that depends on the contact. What is needed follows from how they are made;',
    'what was called, the emulator counted.',
    '',
    '| call | needed | made |',
    '|---|---|---|',
    ...operations.map((name) => `| \`${name}\` | ${number(wanted[name])} | ${number(made[name])} |`),
  ].join('\n');
}
