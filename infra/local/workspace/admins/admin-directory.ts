import type { AdminOptions, TeamOptions } from '../options.ts';
import { refuse } from '../refusal.ts';

export interface AdminDirectory {
  readonly all: readonly AdminOptions[];
  /** Who the access token belongs to: the first one. */
  readonly me: AdminOptions;
  find(id: string): AdminOptions | undefined;
  /** The admin that a body names in `admin_id`, or a refusal. */
  require(id: string): AdminOptions;
  findTeam(id: string): TeamOptions | undefined;
}

export function createAdmins(options: {
  readonly admins: readonly AdminOptions[];
  readonly teams: readonly TeamOptions[];
}): AdminDirectory {
  const byId = new Map(options.admins.map((admin) => [admin.id, admin]));
  const teams = new Map(options.teams.map((team) => [team.id, team]));
  const [me] = options.admins;
  if (me === undefined) throw new Error('A workspace has at least one admin');
  return {
    all: options.admins,
    me,
    find: (id) => byId.get(id),
    require(id) {
      const admin = byId.get(id);
      if (admin === undefined) throw refuse.adminForIdNotFound();
      return admin;
    },
    findTeam: (id) => teams.get(id),
  };
}
