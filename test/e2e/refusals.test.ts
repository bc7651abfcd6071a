import { expect, it } from '@jest/globals';
import {
  BadRequestException,
  Body,
  Controller,
  Get,
  HttpException,
  Inject,
  Injectable,
  NotFoundException,
  Param,
  ParseIntPipe,
  type PipeTransform,
  Post as HttpPost,
  UseGuards,
} from '@nestjs/common';
import { throwError } from 'rxjs';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../../src/index.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import { Category, Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { visible } from '../support/forum/visible.js';
import { send } from '../support/http-servers.js';

@Injectable()
class TitlePipe implements PipeTransform {
  transform(value: { title?: string }): object {
    if (value.title === undefined) throw new BadRequestException(['title must not be empty']);
    return value;
  }
}

/** The same handlers stand once under a controller that is audited and once under one that is not. */
@UseGuards(SignedInGuard)
class RefusingController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @HttpPost('guarded')
  guarded(): Thread {
    return this.thread();
  }

  @HttpPost('numbers/:id')
  number(@Param('id', ParseIntPipe) _id: number): Thread {
    return this.thread();
  }

  @HttpPost('titles')
  title(@Body(TitlePipe) _body: object): Thread {
    return this.thread();
  }

  @HttpPost('missing')
  async missing(): Promise<Thread> {
    throw new NotFoundException('no such thread');
  }

  @HttpPost('teapot')
  teapot(): Thread {
    throw new HttpException({ reason: 'short and stout' }, 418);
  }

  @HttpPost('broken')
  broken(): Thread {
    throw new TypeError('the handler has a bug');
  }

  @HttpPost('observable')
  observable() {
    return throwError(() => new NotFoundException());
  }

  @HttpPost('database')
  async database(): Promise<Category> {
    const categories = this.dataSource.getRepository(Category);
    await categories.save({ slug: 'twice' });
    await categories.insert({ slug: 'twice' });
    return categories.create({ slug: 'twice' });
  }

  private thread(): Thread {
    return Object.assign(new Thread(), { id: 7 });
  }
}

/** Its path is as long as the other's, and so are the answers that name it. */
@Controller('unaudit')
class PlainController extends RefusingController {}

@Controller('audited')
@AuditTrail()
class AuditedController extends RefusingController {
  @Get('read')
  read(): string {
    return 'read';
  }
}

const SETTINGS = { controllers: [PlainController, AuditedController] };

describeEachForum('a refusal', SETTINGS, (forum) => {
  const ask = (path: string, body: unknown, user: string) =>
    send(forum().url, { path, body, headers: { 'x-user': user, 'content-type': 'application/json' } });

  it.each([
    ['by a guard', '/guarded', {}, 401],
    ['by a pipe of a parameter', '/numbers/seven', {}, 400],
    ['by a pipe of the body', '/titles', {}, 400],
    ['by a body that is no JSON', '/titles', '{"title":', 400],
    ['by a handler that finds nothing', '/missing', {}, 404],
    ['with a status and a body of its own', '/teapot', {}, 418],
    ['by a bug in the handler', '/broken', {}, 500],
    ['through an observable', '/observable', {}, 404],
    ['by the database', '/database', {}, 500],
    ['by a route that is not there', '/nowhere', {}, 404],
  ])('%s records nothing and passes through unchanged', async (_, path, body, status) => {
    const user = status === 401 ? 'refuse' : 'ann';
    const plain = visible(await ask(`/unaudit${path}`, body, user));
    const audited = visible(await ask(`/audited${path}`, body, user));

    // What names the path differs, and its tag with it.
    const { etag: _plain, ...headers } = plain.headers;
    const { etag: _audited, ...headersOfAudited } = audited.headers;
    expect(headersOfAudited).toEqual(headers);
    expect(audited.text).toBe(plain.text.replaceAll('/unaudit', '/audited'));
    expect(audited.status).toBe(plain.status);
    expect(audited.status).toBe(status);
    expect(await forum().entries()).toEqual([]);
  });

  it('is not what the same handlers do otherwise', async () => {
    await ask('/audited/guarded', {}, 'ann');
    await ask('/audited/numbers/7', {}, 'ann');
    await ask('/audited/titles', { title: 'Welcome' }, 'ann');
    expect((await forum().entries()).map(({ action }) => action)).toEqual([
      'AuditedController.guarded',
      'AuditedController.number',
      'AuditedController.title',
    ]);
  });
});
