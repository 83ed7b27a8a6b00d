import * as z from 'zod';
import { id, keepingRaw, optionalText, type RawObject } from './lenient.ts';

export interface Admin {
  id: string;
  /** `admin`, or `team` in lists that mix both. */
  type: string | null;
  name: string | null;
  email: string | null;
  raw: RawObject;
}

/** Who the token belongs to, and the workspace. */
export interface AdminWithApp extends Admin {
  /** `app.id_code`: what notifications call `app_id`. */
  workspaceId: string | null;
  /** `US`, `EU` or `AU`; `Europe` has been seen too (PostHog#38305). */
  region: string | null;
}

const shape = { id, type: optionalText, name: optionalText, email: optionalText };

export const adminSchema: z.ZodType<Admin> = keepingRaw(shape, (admin) => admin);

export const adminWithAppSchema: z.ZodType<AdminWithApp> = keepingRaw(
  { ...shape, app: z.object({ id_code: optionalText, region: optionalText }).nullish().catch(null) },
  ({ app, ...admin }) => ({ ...admin, workspaceId: app?.id_code ?? null, region: app?.region ?? null }),
);
