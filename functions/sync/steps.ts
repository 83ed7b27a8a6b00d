import { syncCatalogue } from './catalogue/sync-catalogue.ts';
import { catchUp } from './catch-up/catch-up.ts';
import { currentCompanies, currentContacts } from './catch-up/contacts-and-companies.ts';
import { countHours } from './counters/count-hours.ts';
import { checkHealth } from './health/health.ts';
import { scheduledRules } from './scheduled/scheduled-rules.ts';
import type { SyncStep } from './sync-step.ts';

/** The parts of a run, in their order. */
export const syncSteps: readonly SyncStep[] = [
  syncCatalogue,
  catchUp,
  currentContacts,
  currentCompanies,
  scheduledRules,
  countHours,
  checkHealth,
];
