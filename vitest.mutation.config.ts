import { defineConfig } from 'vitest/config';

/** The tests that mutants of the rule language are tried with: see `stryker.config.json`. */
export default defineConfig({
  test: {
    include: ['test/unit/rules/**/*.test.ts'],
    testTimeout: 20_000,
    setupFiles: ['test/support/fixed-cases.ts'],
  },
});
