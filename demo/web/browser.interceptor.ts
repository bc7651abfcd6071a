import { Inject, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { type ForumRequest, wantsHtml } from './forum-request.js';
import { layout } from './layout.js';
import { type Page, PAGE, THEN_SHOW, type Viewer } from './page.js';

/**
 * Turns what a handler returned into a page or a redirect where a browser asked.
 *
 * The audit trail's interceptor is always inside this one, so it sees the entity, never the page.
 */
@Injectable()
export class BrowserInterceptor implements NestInterceptor<unknown, unknown> {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<ForumRequest>();
    const response = context.switchToHttp().getResponse<Response>().vary('Accept');
    if (!wantsHtml(request)) return next.handle();

    const handler = context.getHandler();
    const thenShow = this.reflector.get<((data: unknown) => string) | undefined>(THEN_SHOW, handler);
    const page = this.reflector.get<((data: unknown, viewer: Viewer) => Page) | undefined>(PAGE, handler);
    return next.handle().pipe(
      map((data) => {
        if (thenShow) {
          response.status(303).location(thenShow(data));
          return undefined;
        }
        if (!page) return data;
        response.type('html');
        return layout(page(data, request.user), request.user);
      }),
    );
  }
}
