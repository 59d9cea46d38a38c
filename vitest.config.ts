import { defineConfig } from 'vitest/config'

const setupFiles = ['test/setup.ts']
/** One PostgreSQL for all files of the project. */
const globalSetup = ['test/global-setup.ts']

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{bin,shared,tiktok,simulator,web,scripts}/**/*.test.{ts,tsx}'],
          setupFiles,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['{server,test}/**/*.test.ts'],
          // The files share what they load, which saves a fifth of the time; each still starts a server and a database of its own.
          isolate: false,
          setupFiles,
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          setupFiles,
          globalSetup: [...globalSetup, 'test/build-web.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
