import {defineConfig} from 'vitest/config'

/** `unit` needs no network, Docker or JVM and ends within seconds; `scenarios` boots real processes, one file at a time. */
export default defineConfig({
  test: {
    reporters: ['default', './scripts/closing-line.js'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/*.test.ts', 'test/fakes/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['test/scenarios/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          globalSetup: ['test/scenarios/setup.ts'],
          setupFiles: ['test/scenarios/matchers.ts'],
        },
      },
    ],
  },
})
