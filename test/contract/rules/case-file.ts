import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

const json = z.record(z.string(), z.unknown());

/** What a case may say of the notification, over a customer's plain reply. */
const given = {
  topic: z.string().optional(),
  notification_id: z.null().optional(),
  created_at: z.number().optional(),
  /** Fields of `data.item`, over the plain conversation's; of another type than conversation they are all of it. */
  item: json.optional(),
  /** The message as text, or as HTML. */
  text: z.string().optional(),
  body: z.string().optional(),
  repeat: z
    .object({ first: z.string().default(''), text: z.string(), times: z.number(), then: z.string() })
    .optional(),
  author: json.optional(),
  /** Names of the conversation's tags, with ids from 1; `none` leaves `tags` out. */
  tags: z.union([z.literal('none'), z.array(z.string())]).optional(),
  facts: json.optional(),
};

const rulesetParts = {
  /** The file as it stands, or its parts. A rule has defaults: a reply triggers it, and it adds its own id. */
  ruleset: z.string().optional(),
  settings: json.optional(),
  lists: json.optional(),
  conditions: json.optional(),
  rules: z.array(json).optional(),
};

const textRow = z.object({
  test: json,
  text: z.string(),
  found: z.string().nullable(),
  start: z.union([z.number(), z.literal('none')]).optional(),
  value: z.string().optional(),
});

const factRow = z.object({
  ...given,
  timezone: z.string().optional(),
  when: json,
  holds: z.union([z.boolean(), z.array(z.string())]),
});

const decisionCase = z.object({
  says: z.string(),
  ...given,
  ...rulesetParts,
  explain: z.boolean().optional(),
  /** The whole document; or some of its keys, where `order` is the ids of the matched rules. */
  exactly: json.optional(),
  expect: json.optional(),
  keys: z.array(z.string()).optional(),
  /** What a text field must be; `lines` its lines without the empty ones. */
  reads: z.record(z.string(), z.string()).optional(),
  lines: z.array(z.string()).optional(),
});

const expectedDiagnostic = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
  rule: z.string().nullable().optional(),
  /** Part of the message. */
  message: z.string().optional(),
});

const checkCase = z.object({
  says: z.string(),
  ruleset: z.string(),
  /** Whether `untested` warnings are compared too. */
  untested: z.boolean().default(false),
  diagnostics: z.union([z.array(expectedDiagnostic), z.enum(['some syntax', 'some schema'])]),
});

export type FactRow = z.infer<typeof factRow>;
export type DecisionCase = z.infer<typeof decisionCase>;
export type CheckCase = z.infer<typeof checkCase>;

const rowsOf = <Row extends z.ZodType>(row: Row) => z.object({ says: z.string(), rows: z.array(row) });

export const readTextCases = (theme: string) => readCases(rowsOf(textRow), theme);
export const readFactCases = (theme: string) => readCases(rowsOf(factRow), theme);
export const readDecisionCases = (theme: string) => readCases(decisionCase, theme);
export const readCheckCases = (theme: string) => readCases(checkCase, theme);

/** Everything in a case file is data, nothing is code. */
function readCases<Case extends z.ZodType>(one: Case, theme: string): z.infer<Case>[] {
  const file = readFileSync(new URL(`./cases/${theme}.yaml`, import.meta.url), 'utf8');
  return z.object({ kind: z.string(), cases: z.array(one) }).parse(parse(file)).cases;
}
