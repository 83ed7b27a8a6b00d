import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishRuleset } from '../../../functions/store/publish-ruleset.ts';
import { createTable } from '../../../functions/store/table.ts';
import { startDynalite } from '../../../infra/local/start-dynalite.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { aReply } from '../../support/notifications.ts';
import { type AnnouncedDesk, announceDesk } from '../../support/ops/announce-desk.ts';

const section = 'A wrong rule tags a thousand';
/** A thousand are tagged before the limit holds the rule, the environment's own. */
const conversations = 1_200;
const changesPerHour = 1_000;
/** Conversations that are written in side by side. */
const atOnce = 20;

const rulesWith = (keyword: string) => `version: 1
rules:
  - id: refund
    trigger: conversation.user.replied
    when: { message.text: { words: ${keyword} } }
    then: { add: [Refund] }
`;

describe(`docs/operations.md, "${section}"`, () => {
  const commands = commandsOf(section);
  let desk: Desk;
  let announced: AnnouncedDesk;
  let folder: string;
  /** By conversation id. */
  const said = new Map<string, string>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tagwright-walk-'));
    const database = await startDynalite();
    desk = await startDesk(undefined, { database, changesPerHour });
    announced = await announceDesk(desk);
    const table = createTable(database.client, database.tableName, () => desk.clock.now());
    const wrong = { file: 'rules.yaml', text: rulesWith('back') };
    await publishRuleset(table, wrong, { by: 'ana', now: desk.clock.now() });
  });
  afterAll(async () => {
    await announced.close();
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is walked as it is written', async () => {
    const [stats = '', pause = '', rule = '', publish = '', resume = '', release = ''] = commands;
    expect(commands).toHaveLength(6);

    await write(conversations, (i) => (i % 3 === 0 ? 'I want my money back' : 'Please call me back'));
    const seen = await walk(stats);
    const { applied, held } = countsIn(seen.stdout);
    expect(applied + held).toBe(conversations);
    // Each of ten workers may hold up to nine changes that it has taken of the limit.
    expect(applied).toBeGreaterThanOrEqual(changesPerHour - 90);
    expect(applied).toBeLessThanOrEqual(changesPerHour);

    expect((await walk(pause)).stdout).toContain('Paused refund.');
    desk.clock.advance(10_000);
    await write(6, (i) => (i % 3 === 0 ? 'money back' : 'call back'));
    expect(countsIn((await walk(stats)).stdout)).toEqual({ applied, held: held + 6 });

    const looked = await walk(rule);
    expect(looked.stdout.match(/refund “back”/gu)).toHaveLength(5);
    const [, record = ''] = /^ {2}(\S+\/conversation:\S+)$/mu.exec(looked.stdout) ?? [];
    expect((await announced.ops(`record ${record}`)).stdout).toMatch(/ {4}.*back\n +\^{4}\n/);

    const file = join(folder, 'rules.yaml');
    writeFileSync(file, rulesWith('money back'));
    const published = await walk(publish.replace('rules/production.yaml', file));
    expect(published).toMatchObject({ status: 0, stdout: expect.stringContaining('money back') });
    desk.clock.advance(10_000);
    const before = tagged();
    expect(before).toHaveLength(applied);

    expect((await walk(resume)).status).toBe(0);
    await desk.drainInTime();
    expect((await walk(release)).status).toBe(0);
    await desk.drainInTime();

    const wanted = [...said].filter(([, text]) => text.includes('money back')).map(([id]) => id);
    expect(tagged().sort()).toEqual([...new Set([...before, ...wanted])].sort());
    expect(desk.stack.deadLetterQueue.size()).toBe(0);
    // Nothing is held any longer.
    expect(countsIn((await walk(stats)).stdout)).toEqual({ applied: tagged().length, held: 0 });
  }, 180_000);

  const walk = (line: string) => {
    const [, program, command = ''] =
      /^npm run --silent (ops|rules) -- (.*) --env production$/u.exec(line) ?? [];
    const run = program === 'rules' ? announced.rules : announced.ops;
    return run(`${command} --yes`, { sleep: async (ms) => desk.clock.advance(ms) });
  };

  async function write(count: number, text: (i: number) => string): Promise<void> {
    const { appId } = desk.workspace.options;
    const createdAt = Math.floor(desk.clock.now() / 1000);
    const from = { type: 'user', id: desk.contactId };
    const writeOne = async (i: number) => {
      const created = await desk.api('POST', '/conversations', { from, body: 'Hello' });
      const conversationId = String(created['conversation_id']);
      said.set(conversationId, text(i));
      const partId = String(5_000 + said.size);
      const id = `notif_${said.size}`;
      expect(await desk.post(aReply({ appId, conversationId, createdAt, partId, id, body: text(i) }))).toBe(
        200,
      );
    };
    for (let begun = 0; begun < count; begun += atOnce) {
      const some = Array.from({ length: Math.min(atOnce, count - begun) }, (_, i) => writeOne(begun + i));
      await Promise.all(some);
    }
    await desk.drainInTime();
  }

  function tagged(): string[] {
    const { conversations: all, tags } = desk.workspace.core;
    const isTagged = (id: string) =>
      all.find(id)?.taggings.some(({ tagId }) => tags.find(tagId)?.name === 'Refund') === true;
    return [...said.keys()].filter(isTagged);
  }
});

/** What stats says of the rule. */
function countsIn(stats: string): { applied: number; held: number } {
  const [, applied = '', held = ''] = / refund +[\d,]+ +([\d,]+) +([\d,]+) +0\n/.exec(stats) ?? [];
  return { applied: Number(applied.replaceAll(',', '')), held: Number(held.replaceAll(',', '')) };
}

/** What a section's code blocks say to run. */
function commandsOf(name: string): string[] {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8');
  const [, text = ''] = page.split(`\n## ${name}\n`);
  const [own = ''] = text.split('\n## ');
  return own.split('\n').filter((line) => line.startsWith('npm run '));
}
