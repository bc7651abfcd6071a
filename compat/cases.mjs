import { DEPENDENCY_SETS } from './dependency-sets.mjs';

const SERVERS = ['express', 'fastify'];
const FORMATS = ['esm', 'cjs'];
const RUNNERS = ['node', 'jest'];

/** One way to run an application. */
function caseOf(set, server, format, runner, node) {
  return {
    set,
    server,
    format,
    runner,
    node,
    title: [set, server, format, runner, `Node ${node}`].join(', '),
  };
}

/** Nest 12 is made of ES modules only, which plain Jest cannot require. */
function isPossible({ set, format, runner }) {
  return !(set.startsWith('nest-12') && format === 'cjs' && runner === 'jest');
}

/**
 * Every combination, on these versions of Node.js.
 *
 * @param {readonly string[]} nodes
 */
export function allCases(nodes) {
  const cases = Object.keys(DEPENDENCY_SETS).flatMap((set) =>
    SERVERS.flatMap((server) =>
      FORMATS.flatMap((format) =>
        RUNNERS.flatMap((runner) => nodes.map((node) => caseOf(set, server, format, runner, node))),
      ),
    ),
  );
  return cases.filter(isPossible);
}

/** Four in which each value of each dimension stands at least once, on the Node.js that runs this. */
export function crossSection(node) {
  return [
    caseOf('nest-11-typeorm-0.3', 'express', 'cjs', 'jest', node),
    caseOf('nest-11-typeorm-1', 'fastify', 'esm', 'node', node),
    caseOf('nest-12-typeorm-0.3', 'fastify', 'cjs', 'node', node),
    caseOf('nest-12-typeorm-1', 'express', 'esm', 'jest', node),
  ];
}
