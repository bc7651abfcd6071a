import { expect, it } from '@jest/globals';
import { Body, Controller, Delete, Inject, Param, Post as HttpPost, Put, UseGuards } from '@nestjs/common';
import { DataSource, type DeleteResult, type Repository } from 'typeorm';
import { AuditTrail, entityReference } from '../../src/index.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import { Membership, Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { send } from '../support/http-servers.js';

interface ThreadRequest {
  readonly params: { readonly id: string };
}

interface NewThread {
  readonly title: string;
}

@Controller()
@UseGuards(SignedInGuard)
class RecipesController {
  private readonly threads: Repository<Thread>;

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    this.threads = dataSource.getRepository(Thread);
  }

  @HttpPost('save')
  @AuditTrail({ action: 'save', of: Thread })
  save(@Body() body: NewThread): Promise<NewThread & Thread> {
    return this.threads.save(body);
  }

  @HttpPost('save-all')
  @AuditTrail({ action: 'save', of: Thread })
  saveAll(@Body() bodies: NewThread[]): Promise<(NewThread & Thread)[]> {
    return this.threads.save(bodies);
  }

  @HttpPost('save-by-name')
  @AuditTrail({ action: 'save', of: 'Thread' })
  saveByName(@Body() body: NewThread): Promise<NewThread & Thread> {
    return this.threads.save(body);
  }

  @HttpPost('row')
  @AuditTrail({ action: 'row', of: Thread })
  async row(@Body() { title }: NewThread): Promise<unknown> {
    await this.threads.save(this.threads.create({ title }));
    const [row] = await this.dataSource.query<unknown[]>('select * from thread');
    return row;
  }

  @HttpPost('dto')
  @AuditTrail({ action: 'dto', entity: ({ thread }: { thread: Thread }) => thread })
  async dto(@Body() { title }: NewThread): Promise<{ thread: Thread; links: string[] }> {
    return { thread: await this.threads.save(this.threads.create({ title })), links: ['/'] };
  }

  @HttpPost('looked-up')
  @AuditTrail({
    action: 'looked-up',
    entity: async ({ done }: { done: Promise<Thread> }) => done,
  })
  lookedUp(@Body() { title }: NewThread): object {
    const done = this.threads.save(this.threads.create({ title }));
    return Object.defineProperty({}, 'done', { value: done });
  }

  @Delete('threads/:id')
  @AuditTrail({
    action: 'delete',
    entity: (_: unknown, { params }: ThreadRequest) => entityReference(Thread, params.id),
  })
  delete(@Param('id') id: number): Promise<DeleteResult> {
    return this.threads.delete(id);
  }

  @Delete('removed/:id')
  @AuditTrail({
    action: 'remove',
    entity: (_: unknown, { params }: ThreadRequest) => entityReference('Thread', params.id),
  })
  async remove(@Param('id') id: number): Promise<Thread> {
    return this.threads.remove(await this.threads.findOneByOrFail({ id }));
  }

  @Delete('removed-without-recipe/:id')
  @AuditTrail()
  async removeWithoutRecipe(@Param('id') id: number): Promise<Thread> {
    return this.threads.remove(await this.threads.findOneByOrFail({ id }));
  }

  @Put('memberships/:userId/:category')
  @AuditTrail({
    action: 'membership',
    entity: (_: unknown, { params }: { params: object }) => entityReference(Membership, params),
  })
  membership(): { ok: true } {
    return { ok: true };
  }

  @Delete('cache')
  @AuditTrail({ action: 'cache.clear', entity: () => entityReference('Cache', 'front page') })
  clearCache(): string {
    return 'cleared';
  }

  @HttpPost('plain')
  @AuditTrail()
  plain(@Body() body: NewThread): Promise<NewThread & Thread> {
    return this.threads.save(body);
  }

  @HttpPost('unsaved')
  @AuditTrail()
  unsaved(@Body() body: NewThread): Thread {
    return this.threads.create({ ...body });
  }

  @HttpPost('of-without-key')
  @AuditTrail({ of: Thread })
  ofWithoutKey(@Body() body: NewThread): NewThread {
    return body;
  }
}

describeEachForum('a recipe', { controllers: [RecipesController] }, (forum) => {
  const ask = (method: string, path: string, body: unknown = { title: 'Welcome' }, user = 'ann') =>
    send<{ id: number }>(forum().url, { method, path, body, headers: user === '' ? {} : { 'x-user': user } });
  const recorded = async () =>
    (await forum().entries()).map(
      ({ action, entityType, entityId }) => `${action} ${entityType} ${entityId}`,
    );
  const newThread = async () => (await forum().dataSource.getRepository(Thread).save({ title: 'Old' })).id;

  it.each([
    ['of: Thread, for what save(dto) returns', '/save', 'save'],
    ["of: 'Thread', by its name", '/save-by-name', 'save'],
    ['of: Thread, for a raw row', '/row', 'row'],
  ])('%s', async (_, path, action) => {
    const { status, json } = await ask('POST', path);
    expect(status).toBe(201);
    expect(await recorded()).toEqual([`${action} Thread ${json.id}`]);
  });

  it('of: Thread, for each of what save(dtos) returns', async () => {
    const { json } = await ask('POST', '/save-all', [{ title: 'one' }, { title: 'two' }]);
    const ids = json as unknown as { id: number }[];
    expect(ids).toHaveLength(2);
    expect(await recorded()).toEqual(ids.map(({ id }) => `save Thread ${id}`));
  });

  it('entity: (result) => result.thread, for a DTO that holds it', async () => {
    const { json } = await ask('POST', '/dto');
    const { thread } = json as unknown as { thread: Thread };
    expect(await recorded()).toEqual([`dto Thread ${thread.id}`]);
  });

  it('entity, in a promise', async () => {
    await ask('POST', '/looked-up');
    const [thread] = await forum().dataSource.getRepository(Thread).find();
    expect(await recorded()).toEqual([`looked-up Thread ${thread?.id}`]);
  });

  it('entityReference(Thread, request.params.id), for delete(id)', async () => {
    const id = await newThread();
    expect((await ask('DELETE', `/threads/${id}`)).status).toBe(200);
    expect(await recorded()).toEqual([`delete Thread ${id}`]);
    expect(await forum().dataSource.getRepository(Thread).count()).toBe(0);
  });

  it('entityReference(Thread, request.params.id), for remove(thread), whose key is gone', async () => {
    const id = await newThread();
    expect((await ask('DELETE', `/removed/${id}`)).status).toBe(200);
    expect(await recorded()).toEqual([`remove Thread ${id}`]);
  });

  it('entityReference with the columns of a composite key, which is then as that of its instance', async () => {
    await ask('PUT', '/memberships/7/general');
    expect(await recorded()).toEqual(['membership Membership {"category":"general","userId":7}']);
  });

  it('entityReference with a name of its own, for what is no entity at all', async () => {
    await ask('DELETE', '/cache');
    expect(await recorded()).toEqual(['cache.clear Cache front page']);
  });

  it.each([
    ['for a signed-in user', 'ann'],
    ['for an anonymous request too', ''],
  ])('is what NOT_AN_ENTITY asks for, naming the route and two options, %s', async (_, user) => {
    expect(await ask('POST', '/plain', { title: 'Welcome' }, user)).toMatchObject({ status: 500 });
    expect(await recorded()).toEqual([]);
    const log = forum().logs.text;
    expect(log).toContain('RecipesController.plain (POST plain): What was to be recorded is a plain object');
    expect(log).toContain('@AuditTrail({ of: SomeEntity })');
    expect(log).toContain('@AuditTrail({ entity: (result, request) => ... })');
  });

  it.each([
    ['an instance that was not saved', 'POST', '/unsaved'],
    ['a DTO without the key', 'POST', '/of-without-key'],
    ['what remove(thread) returned', 'DELETE', '/removed-without-recipe'],
  ])('is what ENTITY_NOT_SAVED asks for: %s', async (_, method, path) => {
    const id = method === 'DELETE' ? `/${await newThread()}` : '';
    expect(await ask(method, path + id)).toMatchObject({ status: 500 });
    expect(await recorded()).toEqual([]);
    expect(forum().logs.text).toContain('The Thread has no primary key yet, or no longer.');
    expect(forum().logs.text).toContain('entityReference(Thread, id)');
  });
});
