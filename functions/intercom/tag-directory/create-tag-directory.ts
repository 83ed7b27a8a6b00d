import { foldTagName } from '../../fold-tag-name.ts';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { TagOperations } from '../operations/tags.ts';
import { isStaleTag } from './is-stale-tag.ts';
import type { NamedTag, TagCatalogue } from './tag-catalogue.ts';

/** `missing`: the workspace has no such tag, and none was to be made. `deleted`: it had one, and a person deleted it. */
type TagResolution = { outcome: 'found'; tag: NamedTag } | { outcome: 'missing' | 'deleted' };

type TagUse<T> = { outcome: 'used'; tag: NamedTag; result: T } | { outcome: 'missing' | 'deleted' };

interface ResolveOptions {
  /** Makes the tag where the workspace never had it. One that a person deleted is not made again. */
  create: boolean;
}

export interface TagDirectory {
  /** Which tag bears this name, whatever its case. */
  resolve(name: string, options: ResolveOptions): Promise<TagResolution>;
  /** The same as far as it is known without a call; null: it is not, or is known to be deleted. */
  known(name: string): Promise<NamedTag | null>;
  /** Uses the tag of this name; where its id turns out to be stale, once more by the new one. */
  use<T>(name: string, options: ResolveOptions, use: (tag: NamedTag) => Promise<T>): Promise<TagUse<T>>;
  /** To be told of a tag that Intercom says does not exist, by those who do not go through `use`. */
  forget(tag: NamedTag): void;
}

export interface TagDirectoryOptions {
  intercom: Pick<TagOperations, 'listTags' | 'createTag' | 'findTag'>;
  catalogue: TagCatalogue;
  clock?: Clock;
  /** How long memory answers before the catalogue is asked again, and a list of the workspace's tags for names that are not in it. Default one minute. */
  listAgeMs?: number;
}

/**
 * Names to ids with as few calls as can be: this process's memory, then the catalogue, then Intercom, which is
 * asked once for a name however many ask at the same time.
 */
export function createTagDirectory(options: TagDirectoryOptions): TagDirectory {
  const { intercom, catalogue, clock = systemClock, listAgeMs = 60_000 } = options;
  const memory = new Map<string, { tag: NamedTag; atMs: number }>();
  const pending = new Map<string, Promise<TagResolution>>();
  let list: { tags: Promise<NamedTag[]>; atMs: number } | undefined;

  async function resolve(name: string, { create }: ResolveOptions): Promise<TagResolution> {
    const held = remembered(name);
    if (held) return { outcome: 'found', tag: held };
    const key = `${create} ${foldTagName(name)}`;
    const asked = pending.get(key) ?? lookUp(name, create).finally(() => pending.delete(key));
    pending.set(key, asked);
    return asked;
  }

  function remembered(name: string): NamedTag | null {
    const held = memory.get(foldTagName(name));
    // What a person renamed, the catalogue knows by its next sync, and whoever asks it anew.
    return held && clock.now() - held.atMs < listAgeMs ? held.tag : null;
  }

  async function known(name: string): Promise<NamedTag | null> {
    const held = remembered(name);
    if (held) return held;
    const tag = await catalogue.find(name);
    return tag && !tag.deleted ? { id: tag.id, name: tag.name } : null;
  }

  async function lookUp(name: string, create: boolean): Promise<TagResolution> {
    const known = await catalogue.find(name);
    if (known && !known.deleted) return found(name, known);
    // A tag that was deleted may have been made again by a person: only the list can tell without making it.
    const tag = known || !create ? await findInList(name) : await intercom.createTag(name.trim());
    if (!tag) return { outcome: known ? 'deleted' : 'missing' };
    await catalogue.remember(tag);
    return found(name, tag);
  }

  function found(name: string, { id, name: spelling }: NamedTag): TagResolution {
    const tag = { id, name: spelling };
    memory.set(foldTagName(name), { tag, atMs: clock.now() });
    return { outcome: 'found', tag };
  }

  async function findInList(name: string): Promise<NamedTag | undefined> {
    if (!list || clock.now() - list.atMs >= listAgeMs) {
      const asked = { tags: intercom.listTags(), atMs: clock.now() };
      list = asked;
      asked.tags.catch(() => {
        if (list === asked) list = undefined;
      });
    }
    return (await list.tags).find((tag) => foldTagName(tag.name) === foldTagName(name));
  }

  function forget(tag: NamedTag) {
    for (const [key, held] of memory) if (held.tag.id === tag.id) memory.delete(key);
    list = undefined;
  }

  /** The stale tag is gone: by name there may be another, made by a person since. */
  async function replace(name: string, stale: NamedTag): Promise<TagResolution> {
    forget(stale);
    await catalogue.markDeleted(stale);
    return resolve(name, { create: false });
  }

  return {
    resolve,
    known,
    forget,
    async use(name, options, use) {
      const first = await resolve(name, options);
      if (first.outcome !== 'found') return first;
      try {
        return { outcome: 'used', tag: first.tag, result: await use(first.tag) };
      } catch (error) {
        if (!(await isStaleTag(intercom, first.tag, error))) throw error;
      }
      const second = await replace(name, first.tag);
      if (second.outcome !== 'found') return second;
      return { outcome: 'used', tag: second.tag, result: await use(second.tag) };
    },
  };
}
