import { OpsError } from './ops-error.ts';

const types = ['conversation', 'contact', 'company', 'ticket'] as const;

export interface ObjectName {
  type: (typeof types)[number];
  id: string;
}

/** An Intercom object as people type it, such as `conversation:215469`, or as they copy it: its address. @throws OpsError */
export function parseObject(text: string): ObjectName {
  const [, name, id] = /^([a-z]+):([^\s/]+)$/u.exec(text) ?? [];
  const type = types.find((each) => each === name);
  if (type !== undefined && id !== undefined) return { type, id };
  const addressed = objectAt(text);
  if (addressed !== undefined) return addressed;
  throw new OpsError(
    `"${text}" names no object: give its type and Intercom's id, such as conversation:215469, or its address in Intercom; types are ${types.join(', ')}.`,
  );
}

/** What the last part of Intercom's address that names an object is called there. */
const inAddress: Record<string, ObjectName['type']> = {
  conversation: 'conversation',
  conversations: 'conversation',
  user: 'contact',
  users: 'contact',
  contacts: 'contact',
  leads: 'contact',
  companies: 'company',
  ticket: 'ticket',
  tickets: 'ticket',
};

function objectAt(address: string): ObjectName | undefined {
  if (!/^https?:\/\//u.test(address)) return undefined;
  const names = Object.keys(inAddress).join('|');
  const [, name = '', id = ''] =
    [...address.matchAll(new RegExp(`/(${names})/([\\w-]+)`, 'gu'))].at(-1) ?? [];
  const type = inAddress[name];
  return type === undefined ? undefined : { type, id };
}
