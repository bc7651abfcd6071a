import { Converter, ReflectionKind } from 'typedoc';

/** Leaves constructors out of the reference: Nest calls them, with parts of the package that nobody else sees. */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const one of project.getReflectionsByKind(ReflectionKind.Constructor)) project.removeReflection(one);
  });
}
