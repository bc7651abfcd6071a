import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { from, mergeMap, type Observable } from 'rxjs';
import { holdFirst, holdLast } from './hold-value.js';
import { RequestRecorder } from './request-recorder.js';
import { RouteTable } from './route-table.js';

/** Records what an audited handler returned before its answer leaves; exported for tests that override it. */
@Injectable()
export class AuditTrailInterceptor implements NestInterceptor {
  constructor(
    @Inject(RouteTable) private readonly routes: RouteTable,
    @Inject(RequestRecorder) private readonly recorder: RequestRecorder,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = this.routes.of(context);
    if (route === null || !route.covers(context)) return next.handle();
    const hold = route.recordsFirstValue(context) ? holdFirst : holdLast;
    const started = this.recorder.start(route, context);
    if (!(started instanceof Promise)) return next.handle().pipe(hold(started));
    return from(started).pipe(mergeMap((write) => next.handle().pipe(hold(write))));
  }
}
