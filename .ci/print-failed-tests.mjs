/** Prints each failed test of vitest's JSON reports: its file, its name and the beginning of what it said. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const shownLines = 12;

for (const report of process.argv.slice(2)) {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  for (const { name, status, message, assertionResults } of testResults) {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((each) => each.status === 'failed');
    if (status === 'failed' && failed.length === 0) print(file, message);
    for (const { fullName, failureMessages } of failed) {
      print(`${file} > ${fullName}`, failureMessages.join('\n'));
    }
  }
}

function print(title, message) {
  console.log(`\n${title}`);
  const lines = message.split('\n').filter((line) => !line.includes('node_modules'));
  for (const line of lines.slice(0, shownLines)) console.log(`  ${line}`);
}
