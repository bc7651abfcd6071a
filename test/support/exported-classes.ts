import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The classes that the package exports, each with the names of its public methods. */
export function exportedClasses(): Record<string, string[]> {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    root,
  );
  const file = join(root, 'src/index.ts');
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} exports nothing`);
  const classes = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter(({ flags }) => flags & ts.SymbolFlags.Class);
  return Object.fromEntries(classes.map((symbol) => [symbol.name, methodsOf(symbol, checker)]));
}

function methodsOf(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return checker
    .getDeclaredTypeOfSymbol(symbol)
    .getProperties()
    .filter(({ flags }) => flags & ts.SymbolFlags.Method)
    .filter(({ declarations = [] }) =>
      declarations.some((one) => (ts.getCombinedModifierFlags(one) & hidden) === 0),
    )
    .map(({ name }) => name)
    .toSorted();
}
