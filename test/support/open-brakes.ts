import { type Brakes, createBrakes } from '../../functions/store/brakes.ts';
import { createControl } from '../../functions/store/control.ts';
import { createTable } from '../../functions/store/table.ts';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';

/** The brakes as another process would pull them. `now` in Unix ms. */
export function openBrakes({ client, tableName }: LocalDatabase, now: () => number): Brakes {
  const table = createTable(client, tableName, now);
  return createBrakes(table, createControl(table, now), now);
}
