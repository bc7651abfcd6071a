import { expect, it } from '@jest/globals';
import {
  applyDecorators,
  Body,
  type CallHandler,
  ClassSerializerInterceptor,
  Controller,
  type ExecutionContext,
  Header,
  HttpCode,
  Inject,
  Injectable,
  type NestInterceptor,
  Post as HttpPost,
  Scope,
  type Type,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { APP_INTERCEPTOR, Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import { AuditTrail } from '../../src/index.js';
import { describeForumOnEachServer } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import type { ForumSettings } from '../support/forum/world.js';
import { visible } from '../support/forum/visible.js';
import { send } from '../support/http-servers.js';

@Injectable()
class Wrapper implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<object> {
    const response = context.switchToHttp().getResponse<{ header(name: string, value: string): void }>();
    response.header('x-wrapped', 'yes');
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

@Injectable({ scope: Scope.REQUEST })
class WrapperOfRequest extends Wrapper {}

/** Stands in for `class-transformer`: what comes out is a plain object without the title. */
const transformerPackage = {
  classToPlain: (value: object) => ({ ...value, title: undefined, plain: true }),
  plainToInstance: () => [],
};

@Injectable()
class Serializer extends ClassSerializerInterceptor {
  constructor(@Inject(Reflector) reflector: Reflector) {
    super(reflector, { transformerPackage });
  }
}

const AUDIT = AuditTrail({ action: 'thread.start' });
const OTHERS = UseInterceptors(Wrapper, Serializer);
const SCOPED = UseInterceptors(WrapperOfRequest, Serializer);

type Place = readonly [title: string, onClass: ClassDecorator[], onMethod: MethodDecorator[]];

/** Decorators as they stand in the source, the topmost first. */
const PLACES: readonly Place[] = [
  ['alone', [], [AUDIT]],
  ['above the others on the method', [], [AUDIT, OTHERS]],
  ['below the others on the method', [], [OTHERS, AUDIT]],
  ['above the others on the class', [AUDIT, OTHERS], []],
  ['below the others on the class', [OTHERS, AUDIT], []],
  ['on the class, with the others on the method', [AUDIT], [OTHERS]],
  ['on the method, with the others on the class', [OTHERS], [AUDIT]],
  ['on both, between the others', [OTHERS, AUDIT, OTHERS], [OTHERS, AUDIT, OTHERS]],
  ['above others that are made for each request', [], [AUDIT, SCOPED]],
  ['below others that are made for each request', [SCOPED, AUDIT], []],
];

function controllerWith(path: string, onClass: ClassDecorator[], onMethod: MethodDecorator[]): Type {
  @Controller(path)
  @UseGuards(SignedInGuard)
  @applyDecorators(...onClass.toReversed())
  class PlaceController {
    @HttpPost()
    @HttpCode(202)
    @Header('x-kept', 'yes')
    @applyDecorators(...onMethod.toReversed())
    start(@Body() { title }: { title: string }): Thread {
      return Object.assign(new Thread(), { id: 7, title });
    }
  }
  return PlaceController;
}

const without = <Decorator>(decorators: Decorator[]) => decorators.filter((one) => one !== AUDIT);

const controllers = () =>
  PLACES.flatMap(([, onClass, onMethod], i) => [
    controllerWith(`audited/${i}`, onClass, onMethod),
    controllerWith(`plain/${i}`, without(onClass), without(onMethod)),
  ]);

const APPLICATIONS: readonly (readonly [string, () => ForumSettings])[] = [
  ['no global interceptor', () => ({ controllers: controllers() })],
  [
    'global interceptors of useGlobalInterceptors',
    () => ({
      controllers: controllers(),
      before: (app) => void app.useGlobalInterceptors(new Wrapper(), new Serializer(app.get(Reflector))),
    }),
  ],
  [
    'global interceptors of APP_INTERCEPTOR',
    () => ({
      controllers: controllers(),
      providers: [Wrapper, Serializer, WrapperOfRequest].map((useClass) => ({
        provide: APP_INTERCEPTOR,
        useClass,
      })),
    }),
  ],
];

for (const [title, settings] of APPLICATIONS) {
  describeForumOnEachServer(`with ${title}`, settings, (forum) => {
    const post = (path: string) =>
      send(forum().url, { path, body: { title: 'Welcome' }, headers: { 'x-user': 'ann' } });

    it.each(PLACES.map(([place], i) => [place, i]))(
      '@AuditTrail() %s records what the handler returned, once, and changes nothing',
      async (_, i) => {
        const audited = visible(await post(`/audited/${i}`));
        expect(await forum().entries()).toMatchObject([
          { userId: 'ann', action: 'thread.start', entityType: 'Thread', entityId: '7' },
        ]);
        expect(audited).toEqual(visible(await post(`/plain/${i}`)));
        expect(audited).toMatchObject({ status: 202, headers: { 'x-kept': 'yes' } });
        expect(await forum().entries()).toHaveLength(1);
      },
    );
  });
}
