/** A tag of the workspace. */
export interface Tag {
  readonly id: string;
  name: string;
}

export interface TagCatalogue {
  all(): Iterable<Tag>;
  find(id: string): Tag | undefined;
  findByName(name: string): Tag | undefined;
  add(tag: Tag): void;
  rename(tag: Tag, name: string): void;
  remove(tag: Tag): void;
}

export function createTags(): TagCatalogue {
  const byId = new Map<string, Tag>();
  const byName = new Map<string, Tag>();
  return {
    all: () => byId.values(),
    find: (id) => byId.get(id),
    findByName: (name) => byName.get(foldTagName(name)),
    add(tag) {
      byId.set(tag.id, tag);
      byName.set(foldTagName(tag.name), tag);
    },
    rename(tag, name) {
      byName.delete(foldTagName(tag.name));
      tag.name = name;
      byName.set(foldTagName(name), tag);
    },
    remove(tag) {
      byId.delete(tag.id);
      byName.delete(foldTagName(tag.name));
    },
  };
}

/** "'MyTag' and 'mytag' will result in a single tag" (Intercom's reference, versions 1.0 and 1.1). */
function foldTagName(name: string): string {
  return name.trim().toLowerCase();
}
