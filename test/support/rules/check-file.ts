import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';

/** What is wrong with a ruleset file, `code path line:column: message`; warnings are left out. */
export function errorsOf(text: string): string[] {
  return checkRuleset({ file: 'rules.yaml', text })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, path, line, column, message }) => `${code} ${path} ${line}:${column}: ${message}`);
}

/** A file of one rule, whose other keys these are: they begin on line 8. */
const fileOf = (keys: string): string => `version: 1
lists: { words: [a, b], codes: ["(?<code>[0-9]+)"], bad: ["(x", ok], star: ["*"] }
conditions: { vip: { company.plan.name: Pro } }
sources: { billing: { subject: { contact: { email: "{{payload.email}}" } } } }
rules:
  - id: one
    trigger: conversation.user.created
${keys
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`;

/** On line 8, from column 11. */
export const withWhen = (when: string): string => fileOf(`when: ${when}\nthen: { add: [X] }`);
export const withThen = (then: string): string => fileOf(`then: ${then}`);

/** Keys of the rule beside its outcome, from line 9. */
export const withHead = (keys: string): string => fileOf(`then: { add: [X] }\n${keys}`);

/** On line 10, from column 12. */
export const withTests = (tests: string): string =>
  fileOf(`when: { company.size: { gt: 0 } }\nthen: { add: [X] }\ntests: ${tests}`);

/** On line 5, from column 14. */
export const withTrigger = (trigger: string, then = '{ add: [X] }'): string => `version: 1
sources: { billing: { subject: { contact: { email: "{{payload.email}}" } } } }
rules:
  - id: one
    trigger: ${trigger}
    then: ${then}
`;

/** On line 2, from column 21. */
export const withSource = (source: string): string =>
  `version: 1\nsources: { billing: ${source} }\nrules: []\n`;

/** Keys beside the rules, from line 3. */
export const withKeys = (keys: string): string => `version: 1\nrules: []\n${keys}\n`;
