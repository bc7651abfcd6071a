/** How the tests compile TypeScript: to what the build compiles it to. */
export const SWC_OPTIONS = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    // As in tsconfig.json; SWC would otherwise define each declared field of an entity as `undefined`.
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
};
