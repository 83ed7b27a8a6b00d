import * as fc from 'fast-check';
import { runs } from './runs.ts';

// Before every test file: the suite tries one known set of cases, and so gives the same result every time.
// With RUNS it searches for new ones. fast-check's own number of cases is 100.
const searches = runs(1) > 1;
fc.configureGlobal({ numRuns: runs(100), ...(searches ? {} : { seed: 20_261_123 }) });
