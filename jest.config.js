export default {
  testEnvironment: '<rootDir>/scripts/jest-environment.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // With the seed of the suite.
    '^fast-check$': '<rootDir>/test/support/fast-check.ts',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }] },
  globalSetup: '<rootDir>/scripts/jest-setup.js',
  globalTeardown: '<rootDir>/scripts/jest-teardown.js',
  testSequencer: '<rootDir>/scripts/jest-sequencer.js',
  testTimeout: 120000,
  // One more than processors: many tests wait, for a process or a time that has to pass.
  maxWorkers: 3,
};
