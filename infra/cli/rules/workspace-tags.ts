import { createTagCatalogue, tagsByName } from '../../../functions/store/tag-catalogue.ts';
import { TagwrightError } from '../../../functions/tagwright-error.ts';
import { EnvironmentError } from '../environment/environment-error.ts';
import type { OpenedEnvironment } from '../environment/opened-environment.ts';

export interface WorkspaceTags {
  /** Also by the names that they bore before, under which rules go on to find them. */
  tags: { id: string; name: string }[];
  /** Who named them: the workspace itself, or what the sync last saw of it. */
  source: 'intercom' | 'catalogue';
}

/** The workspace's tags; null where neither Intercom nor the catalogue knows them. */
export async function workspaceTags(environment: OpenedEnvironment): Promise<WorkspaceTags | null> {
  const { dynamo, tableName, table, now } = environment;
  const catalogued = await createTagCatalogue(dynamo, tableName, table, now).readAll();
  const known = [...tagsByName(catalogued)].filter(([, { deleted }]) => !deleted);
  const byName = known.map(([name, { id }]) => ({ id, name }));
  const listed = await listTags(environment);
  if (listed === null) return byName.length === 0 ? null : { tags: byName, source: 'catalogue' };
  const ids = new Set(listed.map(({ id }) => id));
  return { tags: [...listed, ...byName.filter(({ id }) => ids.has(id))], source: 'intercom' };
}

/** Null where Intercom cannot be asked: no token is set yet, or it does not answer. */
async function listTags(environment: OpenedEnvironment): Promise<{ id: string; name: string }[] | null> {
  try {
    const intercom = await environment.intercom();
    return (await intercom.listTags()).map(({ id, name }) => ({ id, name }));
  } catch (error) {
    if (error instanceof EnvironmentError || error instanceof TagwrightError) return null;
    throw error;
  }
}
