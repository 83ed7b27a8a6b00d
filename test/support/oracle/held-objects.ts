import type { DecisionInput, TargetType } from '../../../functions/rules/model.ts';

export type Json = Record<string, unknown>;

/** `none`: there is no such object. `unheld`: there may be one, but nothing of it is at hand. */
export type Held = { full: Json } | { reference: Json } | 'none' | 'unheld';

export interface HeldObjects extends Record<TargetType, Held> {
  contacts: string[];
  companies: string[] | null;
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listIn = (value: unknown, key: string): Json[] => {
  const list = isJson(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter(isJson) : [];
};

export const subjectType = (topic: string): TargetType | null => {
  if (topic.endsWith('.deleted')) return null;
  if (topic === 'contact.archived') return null;
  const family = /^(conversation|contact|company|ticket)(_part)?\./.exec(topic)?.[1];
  return family !== undefined && isTargetType(family) ? family : null;
};

export const isTargetType = (family: string): family is TargetType =>
  ['conversation', 'contact', 'company', 'ticket'].includes(family);

/** The objects that a notification and `--facts` hold. `contact_tag` and nested tickets are left out. */
export function heldObjects({ notification, facts = {} }: DecisionInput): HeldObjects {
  const item = notification.data?.item ?? {};
  const subject = subjectType(notification.topic);
  const held = (type: TargetType, otherwise: Held): Held => {
    const given = facts[type];
    if (given !== undefined) return { full: given };
    return subject === type ? { full: item } : otherwise;
  };
  const conversation = held('conversation', 'unheld');
  const owner = subject === 'conversation' ? (facts.conversation ?? item) : (facts.ticket ?? item);
  const contacts = subject === 'conversation' || subject === 'ticket' ? contactsOf(owner) : [];
  const contact = held('contact', contactReference(item, contacts));
  const listed = companiesOf(contact);
  const company = held('company', companyReference(listed));
  // A company that is given beside a contact that is not is taken for all that there are.
  const companies = listed ?? (typeof company === 'object' && 'full' in company ? [company.full] : null);
  return {
    conversation,
    contact,
    company,
    ticket: held('ticket', 'none'),
    contacts:
      subject === 'conversation' || subject === 'ticket' ? contacts.map((one) => String(one['id'])) : [],
    companies: companies === null ? null : companies.map((one) => String(one['id'])),
  };
}

const contactsOf = (owner: Json): Json[] => listIn(owner['contacts'], 'contacts');

/** The message's author where that is a contact, else the first of the conversation's. */
function contactReference(item: Json, contacts: Json[]): Held {
  const author = contacts.find((contact) => contact['id'] === messageAuthor(item)?.['id']) ?? contacts[0];
  return author === undefined ? 'none' : { reference: author };
}

export function messageAuthor(item: Json): Json | null {
  const parts = listIn(item['conversation_parts'], 'conversation_parts');
  const holder = parts.at(-1) ?? item['source'];
  const author = isJson(holder) ? holder['author'] : undefined;
  return isJson(author) ? author : null;
}

function companiesOf(contact: Held): Json[] | null {
  if (contact === 'none') return [];
  return contact !== 'unheld' && 'full' in contact ? listIn(contact.full['companies'], 'data') : null;
}

function companyReference(companies: Json[] | null): Held {
  if (companies === null) return 'unheld';
  return companies[0] === undefined ? 'none' : { reference: companies[0] };
}
