import type { TargetType } from '../model.ts';

/**
 * Whether a notification of any of these topics, about objects of these types, can have a value in this field:
 * the object itself or one that is tied to it, a message where there are conversations or tickets, a payload where
 * another system speaks, a tag where the topic is about one.
 */
export function factsCanHold(
  field: string,
  topics: ReadonlySet<string>,
  subjects: ReadonlySet<TargetType>,
): boolean {
  const [object] = field.split(/[.[]/u, 1);
  switch (object) {
    case 'now':
      return true;
    case 'payload':
      return [...topics].some((topic) => topic.startsWith('source:'));
    case 'tag':
      return [...topics].some((topic) => topic.includes('.tag.'));
    case 'message':
      return subjects.has('conversation') || subjects.has('ticket');
    case 'contact':
      return [...subjects].some((type) => type !== 'company') || [...topics].some(isOfCompanysContact);
    case 'company':
      return subjects.size > 0;
    case 'ticket':
      return subjects.has('conversation') || subjects.has('ticket');
    default:
      return subjects.has('conversation');
  }
}

function isOfCompanysContact(topic: string): boolean {
  return topic.startsWith('company.contact.');
}
