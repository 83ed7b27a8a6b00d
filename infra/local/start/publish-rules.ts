import { userInfo } from 'node:os';
import { publishRuleset, type RulesetFile } from '../../../functions/store/publish-ruleset.ts';
import { createTable } from '../../../functions/store/table.ts';
import type { LocalDatabase } from '../start-dynalite.ts';

/**
 * Makes the file's rules the current version in the local table: a new one, unless it is that already.
 * @returns which version it is, and whose it replaced, for people
 */
export async function publishRules(
  { client, tableName }: LocalDatabase,
  source: RulesetFile,
): Promise<string> {
  const table = createTable(client, tableName, Date.now);
  const by = userInfo().username;
  const result = await publishRuleset(table, source, {
    by,
    message: `npm start, ${source.file}`,
    now: Date.now(),
  });
  switch (result.outcome) {
    case 'moved':
      return `version ${result.pointer.version}`;
    case 'unchanged':
      return `version ${result.pointer.version}, as before`;
    case 'conflict':
    case 'bad':
      // Checked before, and nobody else has the table yet.
      throw new Error(`${source.file} was not published: ${result.outcome}`);
  }
}
