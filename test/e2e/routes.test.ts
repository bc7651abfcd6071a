import { expect, it } from '@jest/globals';
import {
  All,
  Controller,
  Delete,
  Get,
  Head,
  Patch,
  Post as HttpPost,
  Put,
  Scope,
  UseGuards,
  Version,
  VersioningType,
} from '@nestjs/common';
import { AuditTrail, SkipAuditTrail } from '../../src/index.js';
import { describeForumOnEachServer } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import type { Forum } from '../support/forum/world.js';
import { send } from '../support/http-servers.js';

const thread = () => Object.assign(new Thread(), { id: 7 });

/** The actions that are recorded of one request. */
async function actionsOf(forum: Forum, method: string, path: string): Promise<string[]> {
  const { status } = await send(forum.url, { method, path, headers: { 'x-user': 'ann' } });
  expect(status).toBeLessThan(300);
  return (await forum.entries()).map(({ action }) => action);
}

@Controller('threads')
@UseGuards(SignedInGuard)
@AuditTrail()
class ClassController {
  @Get()
  list(): Thread {
    return thread();
  }

  @Head('head')
  head(): Thread {
    return thread();
  }

  @HttpPost()
  start(): Thread {
    return thread();
  }

  @Put()
  replace(): Thread {
    return thread();
  }

  @Patch()
  change(): Thread {
    return thread();
  }

  @Delete()
  remove(): Thread {
    return thread();
  }

  @All('any')
  any(): Thread {
    return thread();
  }

  @HttpPost('renamed')
  @AuditTrail({ action: 'thread.rename' })
  rename(): Thread {
    return thread();
  }

  @Get('read')
  @AuditTrail({ action: 'thread.read' })
  read(): Thread {
    return thread();
  }

  @HttpPost('skipped')
  @SkipAuditTrail()
  preview(): Thread {
    return thread();
  }
}

describeForumOnEachServer('@AuditTrail() on a class', { controllers: [ClassController] }, (forum) => {
  it.each([
    ['POST', '/threads', 'ClassController.start'],
    ['PUT', '/threads', 'ClassController.replace'],
    ['PATCH', '/threads', 'ClassController.change'],
    ['DELETE', '/threads', 'ClassController.remove'],
    ['DELETE', '/threads/any', 'ClassController.any'],
  ])('covers %s %s', async (method, path, action) => {
    expect(await actionsOf(forum(), method, path)).toEqual([action]);
  });

  it.each([
    ['GET', '/threads'],
    ['HEAD', '/threads'],
    ['HEAD', '/threads/head'],
    ['GET', '/threads/any'],
    ['OPTIONS', '/threads/any'],
  ])('does not cover %s %s', async (method, path) => {
    expect(await actionsOf(forum(), method, path)).toEqual([]);
  });

  it("gives way to the method's own, which covers GET too", async () => {
    expect(await actionsOf(forum(), 'POST', '/threads/renamed')).toEqual(['thread.rename']);
    expect(await actionsOf(forum(), 'GET', '/threads/read')).toEqual(['thread.rename', 'thread.read']);
  });

  it('leaves out what @SkipAuditTrail() takes out', async () => {
    expect(await actionsOf(forum(), 'POST', '/threads/skipped')).toEqual([]);
  });
});

@Controller({ path: 'scoped', scope: Scope.REQUEST })
@UseGuards(SignedInGuard)
@AuditTrail()
class ScopedController {
  @HttpPost()
  start(): Thread {
    return thread();
  }

  @HttpPost('both')
  @AuditTrail({ action: 'both' })
  both(): Thread {
    return thread();
  }
}

@Controller({ path: 'versions', version: '1' })
@UseGuards(SignedInGuard)
class VersionsController {
  @HttpPost()
  @AuditTrail({ action: 'version 1' })
  one(): Thread {
    return thread();
  }

  @HttpPost()
  @Version('2')
  @AuditTrail({ action: 'version 2' })
  two(): Thread {
    return thread();
  }
}

const SCOPED = { controllers: [ScopedController] };

describeForumOnEachServer('a controller that is made for each request', SCOPED, (forum) => {
  it('is covered, once for a decorator on class and method', async () => {
    expect(await actionsOf(forum(), 'POST', '/scoped')).toEqual(['ScopedController.start']);
    expect(await actionsOf(forum(), 'POST', '/scoped/both')).toEqual(['ScopedController.start', 'both']);
  });
});

const VERSIONED = {
  controllers: [VersionsController],
  before: (app: Pick<Forum['app'], 'setGlobalPrefix' | 'enableVersioning'>) => {
    app.setGlobalPrefix('api');
    app.enableVersioning({ type: VersioningType.URI });
  },
};

describeForumOnEachServer('versions under a global prefix', VERSIONED, (forum) => {
  it('are recorded each as itself', async () => {
    expect(await actionsOf(forum(), 'POST', '/api/v1/versions')).toEqual(['version 1']);
    expect(await actionsOf(forum(), 'POST', '/api/v2/versions')).toEqual(['version 1', 'version 2']);
  });
});
