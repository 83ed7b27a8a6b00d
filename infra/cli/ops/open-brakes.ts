import { type Brakes, createBrakes } from '../../../functions/store/brakes.ts';
import { createControl } from '../../../functions/store/control.ts';
import type { OpenedEnvironment } from '../environment/opened-environment.ts';

export function openBrakes({ table, now }: OpenedEnvironment): Brakes {
  return createBrakes(table, createControl(table, now), now);
}
