import { ROOMS } from './rooms.mjs';

/** Breaks the pure files of one room in every small way; fewer than 80 % noticed by its tests are a failure. */
export default {
  mutate: ROOMS[process.env.ROOM].files,
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: '.ci/mutation/jest.config.js', enableFindRelatedTests: false },
  plugins: ['@stryker-mutator/jest-runner'],
  coverageAnalysis: 'perTest',
  dryRunTimeoutMinutes: 20,
  concurrency: 2,
  ignorePatterns: [
    '/build',
    '/dist',
    '/bench',
    '/demo',
    '/docs/images',
    '/compat',
    '.ci/mutation/node_modules',
  ],
  thresholds: { high: 90, low: 80, break: 80 },
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `build/mutation-${process.env.ROOM}.json` },
  tempDirName: 'build/mutation',
};
