import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Decision } from '../../../functions/rules/model.ts';
import { parseNotification } from '../../../functions/rules/parse-notification.ts';
import { htmlToText } from '../../../functions/rules/text/html-to-text.ts';
import { loadLanguageDetector } from '../../../functions/rules/text/language.ts';
import {
  asRuleset,
  check,
  decideOn,
  decideOnMessage,
  rulesetWith,
  testingMessage,
} from '../../support/docs/example-ruleset.ts';
import { type Block, codeIn, readPage, type Table } from '../../support/docs/read-page.ts';
import { printedByCheck, runCommandLine } from '../../support/docs/run-rules.ts';

const readDoc = (file: string) => readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');
const pieces = readPage(readDoc('rules.md'));
/** By which editors judge what people type after these examples. */
const editorSchema = z.fromJSONSchema(
  z.record(z.string(), z.any()).parse(JSON.parse(readDoc('ruleset.schema.json'))),
);

await loadLanguageDetector();

describe('docs/rules.md', () => {
  const above: Above = { ruleset: '', notification: '', facts: '{}' };
  pieces.forEach((piece, index) => {
    if (piece.kind === 'block') {
      remember(piece, above);
      testBlock(piece, { ...above }, pieces[index - 1], pieces[index + 1]);
    } else {
      testTable(piece, above.ruleset);
    }
  });
});

/** What blocks and tables refer to: the last of each that stands above. */
interface Above {
  ruleset: string;
  notification: string;
  facts: string;
}

type Piece = Block | Table | undefined;

function remember({ info, text }: Block, above: Above): void {
  if (info === 'yaml ruleset') above.ruleset = text;
  if (info === 'json notification') Object.assign(above, { notification: text, facts: '{}' });
  if (info === 'json facts') above.facts = text;
}

function testBlock({ info, text, line }: Block, above: Above, before: Piece, after: Piece): void {
  const printed = after?.kind === 'block' && after.info === 'text output' ? `${after.text}\n` : undefined;
  const [, finding] = /^yaml finds (\w+)$/u.exec(info) ?? [];
  if (info === 'yaml ruleset' || info === 'yaml rule') {
    it(`line ${line}: a ruleset that passes "check --strict", with tests`, () => {
      expect(check(asRuleset(text))).toEqual([]);
      expect(editorSchema.safeParse(parse(asRuleset(text))).error).toBeUndefined();
    });
  } else if (finding !== undefined) {
    it(`line ${line}: a ruleset of which "check" says ${finding}`, async () => {
      expect(new Set(check(asRuleset(text)).map(({ code }) => code))).toEqual(new Set([finding]));
      if (printed !== undefined) expect(await printedByCheck(asRuleset(text))).toBe(printed);
    });
  } else if (info === 'sh') {
    it(`line ${line}: a command that succeeds and prints what is shown`, async () => {
      const output = await runCommandLine(text);
      if (printed !== undefined) expect(output).toBe(printed);
    });
  } else if (info === 'json notification') {
    it(`line ${line}: a notification`, () => expect(parseNotification(text)).toBeDefined());
  } else if (info === 'json facts') {
    it(`line ${line}: facts`, () => expect(factsIn(text)).toBeDefined());
  } else if (info === 'json decision' || info === 'json decision explain') {
    it(`line ${line}: the decision, to the byte`, () => {
      const decision = decisionOf(above, info.endsWith('explain'));
      expect(JSON.stringify(decision)).toBe(JSON.stringify(JSON.parse(text)));
    });
  } else {
    it(`line ${line}: ${info || 'a block without a mark'} is output that the block above prints`, () => {
      expect(info).toBe('text output');
      expect(before).toMatchObject({ info: expect.stringMatching(/^(?:sh|yaml finds \w+)$/u) });
    });
  }
}

const givenFacts = z.record(z.string(), z.record(z.string(), z.unknown()));
const factsIn = (json: string) => givenFacts.parse(JSON.parse(json));

function decisionOf({ ruleset, notification, facts }: Above, explain: boolean): Decision {
  const parsed = parseNotification(notification);
  if (parsed === undefined) throw new Error('no notification stands above');
  return decideOn(ruleset, parsed, { facts: factsIn(facts), explain });
}

/** Tables of examples are known by their headings, and so are those that describe. */
function testTable({ heading, rows }: Table, ruleset: string): void {
  const test = tableTests[heading];
  if (test === undefined) {
    it(`a table of "${heading}" describes`, () => expect(describing).toContain(heading));
  }
  for (const { line, cells } of test === undefined ? [] : rows) {
    it(`line ${line}: ${cells.join(' | ')}`, () => test?.(cells, ruleset));
  }
}

const describing = [
  'file | what it does',
  'key | what stands there | without it',
  'key | meaning | without it',
  'subject | can be tagged beside it | topics',
  'topics | if the webhook is lost',
  'operator | asked of | holds when',
  'object | type | facts',
  'command | does',
];

const tableTests: Record<string, ((cells: string[], ruleset: string) => void) | undefined> = {
  'keyword | in the message | found': ([keyword = '', message = '', found = '']) => {
    expectFound(`{ words: [${JSON.stringify(theCode(keyword))}] }`, theCode(message), found);
  },
  'test | in the message | found': ([test = '', message = '', found = '']) => {
    expectFound(theCode(test), theCode(message), found);
  },
  'message | tags': ([message = '', tags = ''], ruleset) => {
    const { changes } = decideOnMessage(ruleset, theCode(message));
    expect(changes.flatMap(({ add }) => add)).toEqual(codeIn(tags));
  },
  'body as it comes | text': ([body = '', text = '']) => {
    expect(htmlToText(theCode(body))).toBe(theCode(text).replaceAll('⏎', '\n'));
  },
  'code | means | for example': ([code = '', , example = '']) => {
    const found = check(rulesetWith(theCode(example)));
    expect(new Set(found.map((each) => each.code).filter((each) => each !== 'untested'))).toEqual(
      new Set(codeIn(code)),
    );
  },
};

function theCode(cell: string): string {
  const [code] = codeIn(cell);
  if (code === undefined) throw new Error(`nothing is marked as code in: ${cell}`);
  return code;
}

function expectFound(test: string, message: string, found: string): void {
  const { matched } = decideOnMessage(testingMessage(test), message);
  const [because] = matched[0]?.because ?? [];
  expect(because?.found).toBe(found === 'nothing' ? undefined : theCode(found));
}
