import { seededRandom } from '../../infra/local/workspace/random.ts';
import { manualTimers } from '../unit/infra/local/workspace/manual-timers.ts';
import { variedTags } from './arbitraries/scheduled-conditions.ts';
import { type StartedWorkspace, startWorkspace } from './start-workspace.ts';

export interface VariedWorkspace extends StartedWorkspace {
  /** Unix seconds: two weeks after the first object was made. */
  now: number;
  /** Ids by name. */
  tags: Map<string, string>;
}

const START = Date.UTC(2025, 11, 24, 9);
const HOUR = 3_600_000;

/** Contacts and conversations of every kind, made over two weeks, in a time zone far from the rulesets'. */
export async function startVariedWorkspace(count: number): Promise<VariedWorkspace> {
  const timers = manualTimers(START);
  const started = await startWorkspace({
    timers,
    timezone: 'Pacific/Auckland',
    rateLimit: { limit: 1_000_000, windowMs: 10_000 },
  });
  const seeded = seededRandom(7);
  const random = () => seeded.next();
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const send = sender(started);
  const tags = new Map<string, string>();
  for (const name of variedTags) tags.set(name, await send('POST', '/tags', { name }));
  const someTags = () =>
    [...tags].filter(([name]) => name !== 'unused' && random() < 0.25).map(([, id]) => id);

  for (let made = 0; made < count; made += 1) {
    const seconds = Math.floor(timers.now() / 1000);
    const contact = await started.create('contacts', {
      role: pick(['user', 'lead']),
      email: `c${made}@${pick(['acme.test', 'other.test'])}`,
      name: pick(['Zoë', 'Zoe', 'Ann']),
      owner_id: pick([null, 991267001, 991267002]),
      unsubscribed_from_emails: random() < 0.3,
      last_seen_at: pick([null, seconds - 86_400 * 5, seconds]),
      signed_up_at: pick([null, seconds - 3_600]),
    });
    for (const id of someTags()) await send('POST', `/contacts/${contact}/tags`, { id });
    const conversation = await started.create('conversations', {
      from: { type: 'user', id: contact },
      body: 'Hello',
    });
    await vary(conversation);
    timers.advance((14 * 24 * HOUR) / count);
  }
  return { ...started, now: Math.floor(timers.now() / 1000), tags };

  async function vary(id: string): Promise<void> {
    const admin_id = '991267001';
    const parts = `/conversations/${id}/parts`;
    for (const tag of someTags()) await send('POST', `/conversations/${id}/tags`, { id: tag, admin_id });
    if (random() < 0.4) {
      const assignee_id = pick(['991267001', '991267002']);
      await send('POST', parts, { message_type: 'assignment', type: 'admin', admin_id, assignee_id });
    }
    await send('PATCH', `/_workspace/conversations/${id}`, {
      priority: pick(['priority', 'not_priority']),
      title: pick(['An invoice', null]),
      ...(random() < 0.3 && { rating: { rating: 1 + Math.floor(random() * 5) } }),
    });
    const snoozed_until = Math.floor(timers.now() / 1000) + 86_400;
    const end = pick([null, { message_type: 'close' }, { message_type: 'snoozed', snoozed_until }]);
    if (end) await send('POST', parts, { ...end, admin_id });
    if (end && random() < 0.4) await send('POST', parts, { message_type: 'open', admin_id });
  }
}

function sender({ workspace }: StartedWorkspace) {
  return async (method: string, path: string, body: object): Promise<string> => {
    const response = await workspace.app.request(path, {
      method,
      headers: { authorization: `Bearer ${workspace.options.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    const answer: unknown = text === '' ? {} : JSON.parse(text);
    return typeof answer === 'object' && answer !== null && 'id' in answer ? String(answer.id) : '';
  };
}
