import type { Workspace } from '../../infra/local/workspace/workspace.ts';
import type { ChaosMessage, ChaosPlan } from './generate.ts';

/** The emulator with the plan's people and conversations on it. */
export interface ChaosWorld {
  workspace: Workspace;
  /** Ids in the emulator, by number. */
  conversationIds: string[];
  contactIds: string[];
  /** Unix seconds of the first notification: a duplicate is the same to the byte. */
  beganAt: number;
  /** Unix seconds at which the other system signed what was accepted of it, by rank. */
  signedAt: Map<number, number>;
  /** Ranks of the messages whose tag a person took off again. */
  undone: Set<number>;
}

export async function populate(workspace: Workspace, plan: ChaosPlan): Promise<ChaosWorld> {
  const { limit } = workspace.rateLimit;
  workspace.rateLimit.set({ limit: 1_000_000 });
  const contactIds: string[] = [];
  for (let n = 0; n < plan.contacts; n++) {
    const contact = { role: 'user', email: `c${n}@example.test`, external_id: externalId(n) };
    contactIds.push(String((await call(workspace, 'POST', '/contacts', contact))['id']));
  }
  const conversationIds: string[] = [];
  for (let n = 0; n < plan.conversations; n++) {
    const from = { type: 'user', id: contactIds[n % plan.contacts] };
    const opened = await call(workspace, 'POST', '/conversations', { from, body: 'Hello' });
    conversationIds.push(String(opened['conversation_id']));
  }
  workspace.counts.clear();
  workspace.rateLimit.set({ limit });
  const beganAt = workspace.core.now();
  return { workspace, contactIds, conversationIds, beganAt, signedAt: new Map(), undone: new Set() };
}

export function externalId(contact: number): string {
  return `user-${contact}`;
}

/** Where the tag that a message alone adds is to be found. */
export function taggedBy(world: ChaosWorld, { from, contact, conversation }: ChaosMessage) {
  return from === 'billing'
    ? ({ type: 'contact', id: world.contactIds[contact] ?? '' } as const)
    : ({ type: 'conversation', id: world.conversationIds[conversation] ?? '' } as const);
}

/** One call of the emulator's API, past its network and its faults. Throws where it is not done. */
export async function call(
  workspace: Workspace,
  method: 'POST' | 'DELETE',
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const response = await workspace.app.request(path, {
    method,
    body: JSON.stringify(body),
    headers: { Authorization: `Bearer ${workspace.options.token}`, 'Content-Type': 'application/json' },
  });
  if (!response.ok) throw new Error(`the emulator answered ${method} ${path} with ${response.status}`);
  const answer: Record<string, unknown> = JSON.parse(await response.text());
  return answer;
}
