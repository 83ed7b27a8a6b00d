import type { Call } from '../call.ts';
import type { CallOptions } from '../intercom-request.ts';
import { type Admin, type AdminWithApp, adminSchema, adminWithAppSchema } from '../schemas/admin.ts';
import { list } from '../schemas/lenient.ts';

export type AdminOperations = ReturnType<typeof adminOperations>;

export function adminOperations(call: Call) {
  return {
    /** Whose token this is, and in which workspace: `GET /me`. */
    identifyAdmin(options?: CallOptions): Promise<AdminWithApp> {
      return call(
        { operation: 'identifyAdmin', method: 'GET', path: ['me'], repeat: 'idempotent' },
        adminWithAppSchema,
        options,
      );
    },

    listAdmins(options?: CallOptions): Promise<Admin[]> {
      return call(
        { operation: 'listAdmins', method: 'GET', path: ['admins'], repeat: 'idempotent' },
        list(adminSchema, 'admins'),
        options,
      );
    },
  };
}
