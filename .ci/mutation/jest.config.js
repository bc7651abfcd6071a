import base from '../../jest.config.js';
import { ROOMS } from './rooms.mjs';

/** The tests of one room, which need neither a database nor Nest. */
export default {
  ...base,
  rootDir: '../..',
  // Whatever else lies about is not looked at again for each mutant.
  roots: ['<rootDir>/src', '<rootDir>/test/unit'],
  testMatch: ROOMS[process.env.ROOM].tests.map((name) => `<rootDir>/test/unit/${name}.test.ts`),
  globalSetup: undefined,
  globalTeardown: undefined,
};
