import type { DecisionInput, TargetType } from '../../../functions/rules/model.ts';
import { type Held, heldObjects, isJson, isTargetType, listIn, messageAuthor } from './held-objects.ts';

export type Fact = { value: unknown } | 'missing' | 'unknown';

/** A field's fact. HTML, `message.language`, `conversation.text` and `tag.name` are left out. */
export function lookUp(input: DecisionInput, field: string): Fact {
  const [family = '', ...path] = field.split('.');
  if (field === 'now') return present(input.facts?.now ?? input.notification.created_at);
  if (family === 'message') return messageFact(input, path.join('.'));
  if (family === 'payload') return present(follow(input.facts?.payload, path));
  if (!isTargetType(family)) return 'missing';
  const held = heldObjects(input)[family];
  return path.join('.') === 'tags' ? tagsFact(held, family) : heldFact(held, path);
}

const present = (value: unknown): Fact => (value === undefined || value === null ? 'missing' : { value });

function messageFact({ notification }: DecisionInput, field: string): Fact {
  const item = notification.data?.item ?? {};
  const parts = listIn(item['conversation_parts'], 'conversation_parts');
  const source = isJson(item['source']) ? item['source'] : {};
  const bodies = parts.flatMap((part) => (typeof part['body'] === 'string' ? [part['body']] : []));
  const isSource = notification.topic === 'conversation.user.created';
  if (!isSource && bodies.length === 0) return 'missing';
  if (field === 'text') {
    const text = isSource ? source['body'] : bodies.join('\n');
    return typeof text === 'string' && text.trim() !== '' ? { value: text.trim() } : 'missing';
  }
  if (field === 'subject') return present(source['subject']);
  const author = (isSource ? source['author'] : messageAuthor(item)) ?? {};
  return present(follow({ author }, field.split('.')));
}

/** Of what is held by reference only `type`, `id` and `external_id` are known. */
function heldFact(held: Held, path: string[]): Fact {
  if (held === 'none') return 'missing';
  if (held === 'unheld') return 'unknown';
  if ('reference' in held) {
    return ['type', 'id', 'external_id'].includes(path.join('.'))
      ? present(follow(held.reference, path))
      : 'unknown';
  }
  const attributes = path[0];
  if (attributes === 'custom_attributes' || attributes === 'ticket_attributes') {
    return present(follow(held.full, [attributes, path.slice(1).join('.')]));
  }
  const value = follow(held.full, path);
  const isNobody = path[0]?.endsWith('assignee_id') === true && String(value) === '0';
  return isNobody ? 'missing' : present(value);
}

function tagsFact(held: Held, type: TargetType): Fact {
  if (held === 'none') return 'missing';
  const tags = heldTags(held, type);
  return tags === null ? 'unknown' : { value: tags.map((tag) => tag.name) };
}

/** The tags of an object by name; null where not all of them are known. */
export function heldTags(held: Held, type: TargetType): NamedTag[] | null {
  if (held === 'none' || held === 'unheld' || 'reference' in held) return null;
  const tags = held.full['tags'];
  if (tags === undefined) return type === 'conversation' || type === 'ticket' ? null : [];
  if (isJson(tags) && tags['has_more'] === true) return null;
  const named = namedTags(held);
  return named.length === tagItems(tags).length ? named : null;
}

export interface NamedTag {
  id: string;
  name: string;
}

/** Those that the facts show, though there may be more. */
export function namedTags(held: Held): NamedTag[] {
  if (typeof held === 'string' || 'reference' in held) return [];
  return tagItems(held.full['tags']).flatMap((tag) =>
    typeof tag['name'] === 'string' ? [{ id: String(tag['id']), name: tag['name'] }] : [],
  );
}

const tagItems = (tags: unknown) => [...listIn(tags, 'tags'), ...listIn(tags, 'data')];

function follow(value: unknown, path: string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (isList(value)) return follow(value[Number(key)], rest);
  return isJson(value) ? follow(value[key], rest) : undefined;
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
