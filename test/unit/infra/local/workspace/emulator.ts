import { createWorkspace, type WorkspaceSettings } from '../../../../../infra/local/workspace/workspace.ts';

/** A workspace and a way to call it as a client with the right token would. */
export function emulator(settings: WorkspaceSettings = {}) {
  const workspace = createWorkspace(settings);
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await workspace.app.request(path, {
      method,
      headers: { Authorization: `Bearer ${workspace.options.token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // `JSON.parse` gives `any`: a test reads what came as it is, and fails where it is not.
    return { status: response.status, headers: response.headers, body: JSON.parse(text || 'null') };
  };
  return {
    workspace,
    call,
    admin: workspace.options.admins[0]?.id ?? '',
    contact: async (fields: Record<string, unknown> = {}): Promise<string> => {
      const { body } = await call('POST', '/contacts', { role: 'user', ...fields });
      return body.id;
    },
    conversation: async (contactId: string, text = 'Hello'): Promise<string> => {
      const { body } = await call('POST', '/conversations', {
        from: { type: 'user', id: contactId },
        body: text,
      });
      return body.conversation_id;
    },
    tag: async (name: string): Promise<string> => {
      const { body } = await call('POST', '/tags', { name });
      return body.id;
    },
  };
}
