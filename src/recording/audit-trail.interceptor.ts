import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  Optional,
} from '@nestjs/common';
import { catchError, from, mergeMap, type Observable, throwError } from 'rxjs';
import { AuditTrailError } from '../audit-trail.error.js';
import { holdFirst, holdLast } from './hold-value.js';
import { type AuditedCall, RequestRecorder } from './request-recorder.js';
import { RouteTable } from './route-table.js';

/** Records what an audited handler returned before its answer leaves; exported for tests that override it. */
@Injectable()
export class AuditTrailInterceptor implements NestInterceptor {
  private readonly routes: RouteTable;
  private readonly recorder: RequestRecorder;

  /**
   * Optional, since Nest would complain of a missing `RouteTable`, which no user has heard of. Nest 11 leaves out an
   * optional recorder whose making failed, too: then that failure stops the start, and must not be hidden by ours.
   *
   * @internal
   */
  constructor(
    @Optional() @Inject(RouteTable) routes?: RouteTable,
    @Optional() @Inject(RequestRecorder) recorder?: RequestRecorder,
  ) {
    if (routes === undefined) throw moduleNotSeen();
    this.routes = routes;
    this.recorder = recorder as RequestRecorder;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = this.routes.of(context);
    if (route === null || !route.covers(context)) return next.handle();
    const hold = route.recordsFirstValue(context) ? holdFirst : holdLast;
    const answer = (call: AuditedCall): Observable<unknown> => {
      const handled = next.handle();
      const refused = catchError((error: unknown) =>
        from(call.failed()).pipe(mergeMap(() => throwError(() => error))),
      );
      return (route.options.failedAttempts === true ? handled.pipe(refused) : handled).pipe(
        hold((result) => call.done(result)),
      );
    };
    const started = this.recorder.start(route, context);
    return started instanceof Promise ? from(started).pipe(mergeMap(answer)) : answer(started);
  }
}

function moduleNotSeen(): AuditTrailError {
  return new AuditTrailError(
    'INVALID_OPTIONS',
    '@AuditTrail() stands in a module that does not see AuditTrailModule. Import AuditTrailModule.forRoot() in the root module, or, with isGlobal: false, the module that exports it in each module that uses the decorator. A unit test can overrideInterceptor(AuditTrailInterceptor).',
  );
}
