import { syncCatalogue } from './catalogue/sync-catalogue.ts';
import { catchUp } from './catch-up/catch-up.ts';
import { currentCompanies, currentContacts } from './catch-up/contacts-and-companies.ts';
import { countHours } from './counters/count-hours.ts';
import { checkHealth } from './health/health.ts';
import { scheduledRules } from './scheduled/scheduled-rules.ts';
import type { SyncStep } from './sync-step.ts';

/** The parts of a run, in their order. What may take longer than a run comes last, and keeps none of the others waiting. */
export const syncSteps: readonly SyncStep[] = [
  syncCatalogue,
  catchUp,
  currentContacts,
  currentCompanies,
  countHours,
  checkHealth,
  scheduledRules,
];
