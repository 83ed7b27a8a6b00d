import { afterEach, expect } from 'vitest';
import { logLeaks } from './log-leaks.ts';

// In every suite's `setupFiles`: a test fails where a log line of its own leaks.
afterEach(() => {
  expect(logLeaks.splice(0), 'log lines with a text, a name, an address, a token or a secret').toEqual([]);
});
