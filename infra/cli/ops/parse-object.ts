import { OpsError } from './ops-error.ts';

const types = ['conversation', 'contact', 'company', 'ticket'] as const;

export interface ObjectName {
  type: (typeof types)[number];
  id: string;
}

/** An Intercom object as people type it, such as `conversation:215469`. @throws OpsError */
export function parseObject(text: string): ObjectName {
  const [, name, id] = /^([a-z]+):(\S+)$/u.exec(text) ?? [];
  const type = types.find((each) => each === name);
  if (type !== undefined && id !== undefined) return { type, id };
  throw new OpsError(
    `"${text}" names no object: give its type and Intercom's id, such as conversation:215469; types are ${types.join(', ')}.`,
  );
}
