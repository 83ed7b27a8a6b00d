import * as z from 'zod';
import { type RunningWorkspace, serveWorkspace } from '../../../infra/local/workspace/serve.ts';
import { createWorkspace, type Workspace } from '../../../infra/local/workspace/workspace.ts';

export interface Scene {
  readonly workspace: Workspace;
  readonly running: RunningWorkspace;
  readonly token: string;
  readonly adminId: string;
  /** Sends JSON to the emulator itself, past the client under test, and reads the answer. */
  post(path: string, body: unknown): Promise<Record<string, unknown>>;
  contact(fields?: Record<string, unknown>): Promise<string>;
  conversation(contactId: string, body?: string): Promise<string>;
  company(fields: Record<string, unknown>): Promise<string>;
  ticket(contactId: string): Promise<string>;
}

/** A workspace on a real port, with ways to put into it what a case needs. */
export async function openScene(): Promise<Scene> {
  const workspace = createWorkspace();
  const { token } = workspace.options;
  const running = await serveWorkspace(workspace);
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await workspace.app.request(path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} was refused: ${await response.text()}`);
    return z.record(z.string(), z.unknown()).parse(await response.json());
  };
  const made = async (path: string, body: unknown, key = 'id') => String((await post(path, body))[key]);
  return {
    workspace,
    running,
    token,
    adminId: workspace.core.admins.me.id,
    post,
    contact: (fields = {}) => made('/contacts', { role: 'user', ...fields }),
    conversation: (contactId, body = 'Hello') =>
      made('/conversations', { from: { type: 'user', id: contactId }, body }, 'conversation_id'),
    company: (fields) => made('/companies', fields),
    ticket: (contactId) => made('/tickets', { ticket_type_id: '1', contacts: [{ id: contactId }] }),
  };
}
