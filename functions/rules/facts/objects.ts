/** Which objects a decision holds, and how much of each: the notification's own, those tied to it, those given. */

import { idText, isObject, type JsonObject, listItems } from '../json.ts';
import type { DecisionInput, TargetType } from '../model.ts';
import { carried, fetched, type Holding, idOf, referenceTo, unheld } from './holding.ts';
import { isContactAuthor, type Message, messageOf } from './message.ts';

export interface Objects {
  item: JsonObject | undefined;
  conversation: Holding;
  contact: Holding;
  company: Holding;
  ticket: Holding;
  /** References in the order in which Intercom lists them; undefined where the list is not held. */
  contacts: JsonObject[] | undefined;
  companies: JsonObject[] | undefined;
  message: Message | undefined;
}

/**
 * `type` is what the notification is about; `named` its identity where that is known otherwise than by the item:
 * a source's template, a part that names its conversation.
 */
export function holdObjects(
  { notification, facts = {} }: DecisionInput,
  type: TargetType | null,
  named?: JsonObject,
): Objects {
  const item = notification.data?.item;
  const carriedItem = isObject(item) ? item : undefined;
  const own = (each: TargetType): Holding =>
    holdOwn(each, carriedItem, type === each, type === each ? named : undefined);
  const conversation = given(facts.conversation, own('conversation'));
  const message = messageOf({ topic: notification.topic, item: carriedItem, fetched: facts.conversation });
  const ticket = given(facts.ticket, tiedTicket(own('ticket'), conversation));
  const listed = listedContacts(type === 'ticket' ? ticket : conversation);
  const contact = given(
    facts.contact,
    tiedContact(own('contact'), message, listed, carriedItem?.['contact']),
  );
  const company = given(facts.company, tiedCompany(own('company'), contact));
  return {
    item: carriedItem,
    conversation,
    contact,
    company,
    ticket,
    contacts: type === 'conversation' || type === 'ticket' ? listed : asList(contact),
    companies: type === 'company' ? asList(company) : listedOrGiven(listedCompanies(contact), facts.company),
    message,
  };
}

/** The object that the item is or carries. `conversation.contact.*` carries a model of Intercom's own instead. */
function holdOwn(
  type: TargetType,
  item: JsonObject | undefined,
  isSubject: boolean,
  named: JsonObject | undefined,
): Holding {
  const nested = item?.[type];
  if (
    item !== undefined &&
    isSubject &&
    (item['type'] === type || (item['type'] === undefined && !isObject(nested)))
  ) {
    return carried(item);
  }
  if (isObject(nested) && (isSubject || type === 'contact') && idText(nested['id']) !== null) {
    return carried(nested);
  }
  return named === undefined ? unheld : referenceTo(named);
}

/** What `--facts` holds wins; what it does not say of its identity, the reference does. */
function given(object: JsonObject | undefined, otherwise: Holding): Holding {
  return object === undefined
    ? otherwise
    : fetched(object, 'object' in otherwise ? otherwise.object : undefined);
}

function tiedTicket(own: Holding, conversation: Holding): Holding {
  if (own.state !== 'unheld' || conversation.state !== 'full') {
    return own;
  }
  const ticket = conversation.object['ticket'];
  const linked = listItems(conversation.object['linked_objects'])?.find(
    (each) => isObject(each) && each['type'] === 'ticket',
  );
  return referenceTo([ticket, linked].find(isObject));
}

/** The message's author where that is a contact, else the first that is listed. */
function tiedContact(
  own: Holding,
  message: Message | undefined,
  listed: JsonObject[] | undefined,
  nested: unknown,
): Holding {
  if (own.state !== 'unheld') {
    return own;
  }
  const author = message?.author;
  if (isContactAuthor(author) && idText(author['id']) !== null) {
    const id = idText(author['id']);
    const known = listed?.find((each) => idText(each['id']) === id);
    return referenceTo(known ?? { type: 'contact', id: author['id'] });
  }
  if (isObject(nested)) {
    return referenceTo(nested);
  }
  return listed === undefined ? unheld : referenceTo(listed[0]);
}

function tiedCompany(own: Holding, contact: Holding): Holding {
  if (own.state !== 'unheld') {
    return own;
  }
  const listed = listedCompanies(contact);
  return listed === undefined ? unheld : referenceTo(listed[0]);
}

function listedContacts(holding: Holding): JsonObject[] | undefined {
  return holding.state === 'full'
    ? (listItems(holding.object['contacts']) ?? []).filter(isObject)
    : undefined;
}

function listedCompanies(contact: Holding): JsonObject[] | undefined {
  if (contact.state === 'absent') {
    return [];
  }
  return contact.state === 'full'
    ? (listItems(contact.object['companies']) ?? []).filter(isObject)
    : undefined;
}

function asList(holding: Holding): JsonObject[] | undefined {
  if (holding.state === 'absent') {
    return [];
  }
  return 'object' in holding && idOf(holding) !== undefined ? [holding.object] : undefined;
}

function listedOrGiven(
  listed: JsonObject[] | undefined,
  object: JsonObject | undefined,
): JsonObject[] | undefined {
  return object !== undefined && (listed ?? []).length === 0 ? [object] : listed;
}
