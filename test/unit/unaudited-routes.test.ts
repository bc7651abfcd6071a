import { All, Controller, Delete, Get, Head, Module, Options, Patch, Post } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { AuditTrail, SkipAuditTrail } from '../../src/index.js';
import { AuditTrailTestingModule, unauditedRoutes } from '../../src/testing.js';

@Controller('threads')
class ThreadsController {
  @Get() list() {}
  @Get(':id') read() {}
  @Head(':id') peek() {}
  @Options() ask() {}
  @Post() @AuditTrail() start() {}
  @Patch([':id', ':id/title']) rename() {}
  @Delete(':id') remove() {}
  @All('hook') hook() {}
  helper() {}
}

@Controller()
@AuditTrail()
class PollsController {
  @Post('polls') create() {}
  @Post('polls/draft') @SkipAuditTrail() draft() {}
}

class EditingController {
  @Patch() edit() {}
}

@Controller(['a', '/b/'])
class PostsController extends EditingController {}

@Module({ controllers: [PostsController] })
class FeatureModule {}

describe('the routes that lost their trail', () => {
  it('are every change without the decorator, with the paths of controller and method', async () => {
    const module = await Test.createTestingModule({
      imports: [AuditTrailTestingModule.forRoot()],
      controllers: [ThreadsController, PollsController],
    }).compile();
    expect(unauditedRoutes(module)).toEqual([
      'ThreadsController.hook (ALL /threads/hook)',
      'ThreadsController.remove (DELETE /threads/:id)',
      'ThreadsController.rename (PATCH /threads/:id, /threads/:id/title)',
    ]);
  });

  it('are found in every module, on inherited methods, and in an application without the package', async () => {
    const app = (
      await Test.createTestingModule({ imports: [FeatureModule] }).compile()
    ).createNestApplication();
    expect(unauditedRoutes(app)).toEqual(['PostsController.edit (PATCH /a, /b)']);
  });
});
