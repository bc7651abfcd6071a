import { createRequire } from 'node:module';

/** Where Istanbul counts. */
const COUNTS = '__coverage__';

// Loaded where it is needed: most runs count nothing.
const require = createRequire(import.meta.url);

/** A compiled source that counts into `globalThis[COUNTS]`, as Jest's own instrumentation does. */
export function instrumented(
  /** @type {string} */ code,
  /** @type {string} */ sourceFile,
  /** @type {string} */ sourceMap,
) {
  const { createInstrumenter } = require('istanbul-lib-instrument');
  const instrumenter = createInstrumenter({ esModules: true, compact: false });
  return instrumenter.instrumentSync(code, sourceFile, JSON.parse(sourceMap));
}

/** Adds what another process has counted to what this one has. */
export function addCounts(/** @type {Record<string, object>} */ counts) {
  const { createCoverageMap } = require('istanbul-lib-coverage');
  const all = createCoverageMap(globalThis[COUNTS] ?? {});
  all.merge(counts);
  globalThis[COUNTS] = JSON.parse(JSON.stringify(all));
}
