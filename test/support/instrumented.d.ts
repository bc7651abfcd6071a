export function instrumented(code: string, sourceFile: string, sourceMap: string): string;
export function addCounts(counts: Readonly<Record<string, object>>): void;
