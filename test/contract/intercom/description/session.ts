type Answer = Record<string, unknown>;
/** Sends JSON, expects that status, and gives the answer. */
export type Send = (expected: number, method: string, path: string, body?: unknown) => Promise<Answer>;

const MISSING = '123';

/** Every operation that the emulator has, with its refusals. */
export async function runSession(send: Send, admin: string): Promise<void> {
  const made = async (path: string, body: unknown, key = 'id') =>
    String((await send(200, 'POST', path, body))[key]);
  await send(200, 'GET', '/me');
  await send(200, 'GET', '/admins');
  await send(200, 'GET', `/admins/${admin}`);
  await send(404, 'GET', `/admins/${MISSING}`);
  const user = await made('/contacts', { role: 'user', email: 'ann@example.test', external_id: '70' });
  const lead = await made('/contacts', { role: 'lead' });
  await send(400, 'POST', '/contacts', {});
  const tag = await made('/tags', { name: 'VIP' });
  await send(200, 'POST', '/tags', { id: tag, name: 'Very important' });
  await send(400, 'POST', '/tags', { test: 'invalid' });
  await send(404, 'POST', '/tags', { name: 'test', companies: [{ company_id: MISSING }] });
  await send(404, 'POST', '/tags', { name: 'test', users: [{ id: MISSING }] });
  await send(200, 'POST', '/tags', { name: 'VIP', users: [{ id: user }] });
  await companies(send, made, user);
  for (const contact of [user, lead]) {
    await conversation(send, made, { contact, tag, admin });
    await contactTags(send, contact, tag);
    await ticket(send, made, { contact, tag, admin });
  }
  await searches(send, tag);
  await send(200, 'GET', '/contacts');
  await send(200, 'GET', `/contacts/${user}`);
  await send(200, 'PUT', `/contacts/${user}`, { name: 'Ann' });
  await send(200, 'POST', `/contacts/${user}/archive`);
  await send(200, 'POST', `/contacts/${user}/unarchive`);
  await send(200, 'POST', '/contacts/merge', { from: lead, into: user });
  await send(404, 'GET', `/contacts/${lead}`);
  await send(200, 'DELETE', `/contacts/${user}`);
  await send(200, 'GET', '/tags');
  await send(200, 'GET', `/tags/${tag}`);
  await send(200, 'DELETE', `/tags/${tag}`);
  await send(404, 'DELETE', `/tags/${tag}`);
  await send(404, 'GET', `/tags/${tag}`);
}

type Made = (path: string, body: unknown, key?: string) => Promise<string>;

async function companies(send: Send, made: Made, contact: string): Promise<void> {
  const company = await made('/companies', { company_id: 'acme', name: 'Acme', plan: 'Pro' });
  await send(200, 'POST', '/tags', { name: 'VIP', companies: [{ company_id: 'acme' }] });
  await send(200, 'POST', `/contacts/${contact}/companies`, { id: company });
  await send(400, 'POST', `/contacts/${contact}/companies`, {});
  await send(404, 'POST', `/contacts/${contact}/companies`, { id: MISSING });
  await send(200, 'GET', `/contacts/${contact}/companies`);
  await send(404, 'GET', `/contacts/${MISSING}/companies`);
  await send(200, 'GET', `/companies/${company}`);
  await send(404, 'GET', `/companies/${MISSING}`);
  await send(200, 'GET', '/companies');
  await send(200, 'POST', '/companies/list');
  await send(200, 'GET', '/companies/scroll');
  await send(200, 'PUT', `/companies/${company}`, { name: 'Acme Inc' });
  await send(200, 'GET', `/companies/${company}/contacts`);
  await send(200, 'POST', '/tags', { name: 'VIP', companies: [{ id: company, untag: true }] });
  await send(200, 'DELETE', `/contacts/${contact}/companies/${company}`);
  await send(200, 'DELETE', `/companies/${company}`);
}

interface Scene {
  readonly contact: string;
  readonly tag: string;
  readonly admin: string;
}

async function conversation(send: Send, made: Made, { contact, tag, admin }: Scene): Promise<void> {
  const from = { type: 'user', id: contact };
  const path = `/conversations/${await made('/conversations', { from, body: 'Help' }, 'conversation_id')}`;
  await send(404, 'POST', '/conversations', { from: { type: 'user', id: MISSING }, body: 'Help' });
  const comment = { message_type: 'comment', body: 'Hello' };
  await send(200, 'POST', `${path}/reply`, { ...comment, type: 'user', intercom_user_id: contact });
  await send(200, 'POST', `${path}/reply`, { ...comment, type: 'admin', admin_id: admin });
  await send(404, 'POST', `/conversations/${MISSING}/reply`, { ...comment, type: 'admin', admin_id: admin });
  for (const action of [
    { message_type: 'assignment', type: 'admin', assignee_id: admin },
    { message_type: 'assignment', type: 'admin', assignee_id: '0' },
    { message_type: 'snoozed', snoozed_until: 2_000_000_000 },
    { message_type: 'open' },
    { message_type: 'close', type: 'admin', body: 'Bye' },
  ]) {
    await send(200, 'POST', `${path}/parts`, { admin_id: admin, ...action });
  }
  await send(200, 'PUT', path, { read: true, custom_attributes: { issue_type: 'Billing' } });
  await send(200, 'POST', `${path}/tags`, { id: tag, admin_id: admin });
  await send(400, 'POST', `${path}/tags`, { id: tag });
  await send(404, 'POST', `/conversations/${MISSING}/tags`, { id: tag, admin_id: admin });
  await send(200, 'GET', path);
  await send(404, 'GET', `/conversations/${MISSING}`);
  await send(200, 'GET', '/conversations');
  await send(200, 'DELETE', `${path}/tags/${tag}`, { admin_id: admin });
  await send(200, 'DELETE', `${path}/tags/${tag}`, { admin_id: admin });
  await send(404, 'DELETE', `${path}/tags/${MISSING}`, { admin_id: admin });
}

async function contactTags(send: Send, contact: string, tag: string): Promise<void> {
  const path = `/contacts/${contact}/tags`;
  await send(200, 'POST', path, { id: tag });
  await send(200, 'GET', path);
  await send(200, 'DELETE', `${path}/${tag}`);
  await send(200, 'DELETE', `${path}/${tag}`);
  await send(404, 'POST', path, { id: MISSING });
  await send(404, 'GET', `/contacts/${MISSING}/tags`);
}

async function ticket(send: Send, made: Made, { contact, tag, admin }: Scene): Promise<void> {
  const path = `/tickets/${await made('/tickets', { ticket_type_id: 106, contacts: [{ id: contact }] })}`;
  await send(200, 'GET', path);
  await send(200, 'PUT', path, { state: 'in_progress' });
  await send(200, 'POST', `${path}/tags`, { id: tag, admin_id: admin });
  await send(200, 'DELETE', `${path}/tags/${tag}`, { admin_id: admin });
  await send(404, 'POST', `/tickets/${MISSING}/tags`, { id: tag, admin_id: admin });
  await send(404, 'DELETE', `${path}/tags/${MISSING}`, { admin_id: admin });
}

async function searches(send: Send, tag: string): Promise<void> {
  const query = (field: string) => ({
    query: { field, operator: '=', value: tag },
    pagination: { per_page: 1 },
  });
  await send(200, 'POST', '/conversations/search', query('tag_ids'));
  await send(400, 'POST', '/conversations/search', query('nonsense'));
  await send(200, 'POST', '/contacts/search', query('tag_id'));
  await send(200, 'POST', '/contacts/search', { query: { field: 'role', operator: '=', value: 'lead' } });
}
