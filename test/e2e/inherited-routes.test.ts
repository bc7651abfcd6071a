import { expect, it } from '@jest/globals';
import { Controller, Post as HttpPost, UseGuards } from '@nestjs/common';
import { AuditTrail, SkipAuditTrail } from '../../src/index.js';
import { describeForumOnEachServer } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { send } from '../support/http-servers.js';

const thread = () => Object.assign(new Thread(), { id: 7 });

abstract class Base {
  @HttpPost('own')
  @AuditTrail({ action: 'base.own' })
  own(): Thread {
    return thread();
  }

  @HttpPost('bare')
  bare(): Thread {
    return thread();
  }

  @HttpPost('skipped')
  @SkipAuditTrail()
  skipped(): Thread {
    return thread();
  }
}

@UseGuards(SignedInGuard)
@AuditTrail()
abstract class AuditedBase extends Base {}

@Controller('first')
class FirstController extends AuditedBase {}

@Controller('second')
@AuditTrail({ action: 'second' })
class SecondController extends AuditedBase {
  @HttpPost('own')
  override own(): Thread {
    return super.own();
  }
}

@Controller('third')
@UseGuards(SignedInGuard)
class ThirdController extends Base {}

const INHERITING = { controllers: [FirstController, SecondController, ThirdController] };

describeForumOnEachServer('an inherited handler', INHERITING, (forum) => {
  it.each([
    ['keeps its own decorator', '/first/own', ['base.own']],
    ['is covered by an inherited decorator of the class', '/first/bare', ['FirstController.bare']],
    ['is covered by the decorator of the inheriting class', '/second/bare', ['second']],
    ['is covered by the class where it was written anew', '/second/own', ['second']],
    ['is not covered where no class is decorated, though a sister is', '/third/bare', []],
    ['keeps its own decorator where no class is decorated', '/third/own', ['base.own']],
    ['stays out where it was taken out', '/first/skipped', []],
  ])('%s', async (_, path, actions) => {
    const { status } = await send(forum().url, { method: 'POST', path, headers: { 'x-user': 'ann' } });
    expect(status).toBe(201);
    expect((await forum().entries()).map(({ action }) => action)).toEqual(actions);
  });
});
