import { param, type Route } from '../call.ts';
import type { Core } from '../core.ts';
import type { AdminOptions, WorkspaceOptions } from '../options.ts';
import { refuse } from '../refusal.ts';

export function adminRoutes(core: Core): Route[] {
  return [
    {
      operation: 'identifyAdmin',
      method: 'GET',
      path: '/me',
      handle: () => ({
        ...renderAdmin(core.admins.me, true),
        email_verified: true,
        app: renderApp(core.options),
      }),
    },
    {
      operation: 'listAdmins',
      method: 'GET',
      path: '/admins',
      handle(call) {
        const withAvatar = call.query.get('display_avatar') === 'true';
        return {
          type: 'admin.list',
          admins: core.admins.all.map((admin) => renderAdmin(admin, withAvatar)),
        };
      },
    },
    {
      operation: 'retrieveAdmin',
      method: 'GET',
      path: '/admins/:admin_id',
      handle(call) {
        const admin = core.admins.find(param(call, 'admin_id'));
        if (admin === undefined) throw refuse.adminNotFound();
        return renderAdmin(admin, false);
      },
    },
  ];
}

function renderAdmin(admin: AdminOptions, withAvatar: boolean) {
  return {
    type: 'admin',
    id: admin.id,
    name: admin.name,
    email: admin.email,
    job_title: '',
    away_mode_enabled: false,
    away_mode_reassign: false,
    has_inbox_seat: true,
    team_ids: [],
    ...(withAvatar ? { avatar: { type: 'avatar', image_url: 'https://static.example.test/admin.png' } } : {}),
  };
}

function renderApp(options: WorkspaceOptions) {
  return {
    type: 'app',
    id_code: options.appId,
    name: options.appName,
    region: options.region,
    timezone: options.timezone,
    created_at: 1_700_000_000,
    secure: false,
    identity_verification: false,
  };
}
