import * as z from 'zod';
import {
  createIntercomClient,
  type IntercomClient,
  type IntercomClientOptions,
} from '../../functions/intercom/client.ts';
import { serveWorkspace } from '../../infra/local/workspace/serve.ts';
import {
  createWorkspace,
  type Workspace,
  type WorkspaceSettings,
} from '../../infra/local/workspace/workspace.ts';
import { plantTexts } from './log-leaks.ts';

export interface StartedWorkspace extends AsyncDisposable {
  workspace: Workspace;
  url: string;
  adminId: string;
  /** A client of ours with the workspace's token. */
  connect(options?: Partial<IntercomClientOptions>): IntercomClient;
  /** Makes an object by the API and gives its id. */
  create(path: 'contacts' | 'conversations' | 'companies', body: object): Promise<string>;
}

const created = z.object({ id: z.string(), conversation_id: z.string().optional() });

/** The workspace emulator on a real port. */
export async function startWorkspace(settings: WorkspaceSettings = {}): Promise<StartedWorkspace> {
  const workspace = createWorkspace(settings);
  const running = await serveWorkspace(workspace);
  const { token, admins } = workspace.options;
  return {
    workspace,
    url: running.url,
    adminId: admins[0]?.id ?? '',
    connect: (options = {}) => createIntercomClient({ token, baseUrl: running.url, ...options }),
    async create(path, body) {
      plantTexts(body);
      const response = await workspace.app.request(`/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const { id, conversation_id } = created.parse(await response.json());
      return conversation_id ?? id;
    },
    [Symbol.asyncDispose]: () => running.close(),
  };
}
