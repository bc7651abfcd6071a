import { type ArgumentsHost, Catch, HttpException, Logger } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { Response } from 'express';
import { type ForumRequest, wantsHtml } from './forum-request.js';
import { html } from './html.js';
import { layout } from './layout.js';

/** Browsers get errors as a page, and who must sign in first is taken there; programs get Nest's own JSON. */
@Catch()
export class ErrorPageFilter extends BaseExceptionFilter {
  private readonly logger = new Logger(ErrorPageFilter.name);

  override catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<ForumRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    // oxlint-disable-next-line promise/valid-params -- a filter's method, not a promise's
    if (!wantsHtml(request)) return super.catch(error, host);

    const status = error instanceof HttpException ? error.getStatus() : 500;
    if (status === 401 && request.path !== '/sessions') return response.redirect(303, '/login');
    if (status === 500) this.logger.error(error);
    const message = error instanceof HttpException ? error.message : 'Something went wrong on our side.';
    const body = html`<h1>${message}</h1>
      <p><a href="/">To the threads</a></p>`;
    response
      .status(status)
      .type('html')
      .send(layout({ title: message, body }, request.user));
  }
}
