import { SetMetadata } from '@nestjs/common';
import type { Account } from '../accounts/account.entity.js';
import type { Html } from './html.js';

/** Who looks at a page: the signed-in account, or nobody. */
export type Viewer = Account | undefined;

export interface Page {
  title: string;
  body: Html;
}

export const PAGE = Symbol('page');
export const THEN_SHOW = Symbol('then-show');

type Handler<T> = (...args: never[]) => T | Promise<T>;
type HandlerDecorator<T> = <H extends Handler<T>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<H>,
) => void;

/** What the handler returns is JSON for programs, and this page for browsers. */
export function AsPage<T>(page: (data: T, viewer: Viewer) => Page): HandlerDecorator<T> {
  return SetMetadata(PAGE, page);
}

/** What the handler returns is JSON for programs; browsers go on to this path. */
export function ThenShow<T>(path: (data: T) => string): HandlerDecorator<T> {
  return SetMetadata(THEN_SHOW, path);
}
