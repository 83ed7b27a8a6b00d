import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout = 5_000) => ({
  test: {
    name,
    include,
    testTimeout,
    hookTimeout: 30_000,
    // Vitest's own second is too short on a machine that has other things to do.
    expect: { poll: { timeout: testTimeout / 2 } },
    setupFiles: ['test/support/fixed-cases.ts', 'test/support/fail-on-leaks.ts'],
  },
});

const report = process.env['TEST_REPORT'];

/** `deployed` and `real-engine` suites need more than npm: `.ci/run` runs them (see CONTRIBUTING.md). */
export default defineConfig({
  test: {
    // Vitest would leave one core to itself, which on two is every other test's.
    maxWorkers: '100%',
    // `.ci/run` counts the tests by it.
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    coverage: { provider: 'v8', include: ['functions/**/*.ts'], reporter: ['text-summary', 'json-summary'] },
    projects: [
      project('unit', ['test/unit/**/*.test.ts'], 20_000),
      project('contract', ['test/contract/**/*.test.ts'], 30_000),
      project('integration', ['test/integration/**/*.test.ts'], 60_000),
      project('infra', ['test/infra/**/*.test.ts'], 120_000),
      project('e2e', ['test/e2e/**/*.test.ts'], 120_000),
      project('deployed', ['test/deployed/**/*.test.ts'], 600_000),
    ],
  },
});
