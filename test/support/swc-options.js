/** How the tests compile TypeScript: to what the build compiles it to. */
export const SWC_OPTIONS = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    // As in tsconfig.json; SWC would otherwise define each declared field of an entity as `undefined`.
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      react: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
    },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

/** The same for pages. */
export const SWC_JSX_OPTIONS = {
  ...SWC_OPTIONS,
  jsc: { ...SWC_OPTIONS.jsc, parser: { ...SWC_OPTIONS.jsc.parser, tsx: true } },
};
