import { SWC_JSX_OPTIONS, SWC_OPTIONS } from './test/support/swc-options.js';

/** Jest runs the TypeScript sources as ES modules, compiled by SWC to what the build compiles them to. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^nest-audit-trail/console$': '<rootDir>/src/console/index.ts',
    '^nest-audit-trail$': '<rootDir>/src/index.ts',
    '^nest-audit-trail/testing$': '<rootDir>/src/testing.ts',
  },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { ...SWC_OPTIONS, sourceMaps: 'inline' }],
    '^.+\\.tsx$': ['@swc/jest', { ...SWC_JSX_OPTIONS, sourceMaps: 'inline' }],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // The tests wait for databases and processes more than they compute: Jest's default would leave a core idle.
  maxWorkers: '100%',
  // Modules of a test file stay in memory after it; collecting the garbage of gigabytes takes longer than a new worker.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
  // Packages that are built, and applications they are installed into, are no modules of this one.
  modulePathIgnorePatterns: ['<rootDir>/build/'],
  // With --coverage. V8's own counts leave out functions that never ran, so that the less is tested the better they look.
  coverageProvider: 'babel',
  collectCoverageFrom: ['src/**/*.{ts,tsx}'],
  coverageReporters: ['text-summary', 'json-summary', 'html'],
  coverageDirectory: 'build/coverage',
  coverageThreshold: { global: { branches: 90 } },
};
