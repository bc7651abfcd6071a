import type { Options } from '@swc/core';

export const SWC_OPTIONS: Options;
export const SWC_JSX_OPTIONS: Options;
