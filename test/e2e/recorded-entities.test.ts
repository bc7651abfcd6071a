import { expect, it } from '@jest/globals';
import { Body, Controller, Inject, Param, Post as HttpPost, UseGuards } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../../src/index.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import { Category, Membership, Poll, Post, Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { send } from '../support/http-servers.js';

const ENTITIES = { Thread, Post, Poll, Category, Membership };

@Controller()
@UseGuards(SignedInGuard)
class SavingController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  @HttpPost('save/:entity')
  @AuditTrail()
  save(@Param('entity') name: keyof typeof ENTITIES, @Body() body: object): Promise<object> {
    const repository = this.database.getRepository<object>(ENTITIES[name]);
    return repository.save(repository.create(body));
  }

  @HttpPost('save-all')
  @AuditTrail()
  saveAll(@Body() titles: string[]): Promise<Thread[]> {
    const threads = this.database.getRepository(Thread);
    return threads.save(titles.map((title) => threads.create({ title })));
  }

  @HttpPost('mixed')
  @AuditTrail()
  async mixed(): Promise<unknown[]> {
    return [await this.save('Thread', { title: 'one' }), { no: 'entity' }];
  }

  @HttpPost('null')
  @AuditTrail()
  nothing(): null {
    return null;
  }

  @HttpPost('undefined')
  @AuditTrail()
  forgotten(): void {
    return undefined;
  }

  @HttpPost('forgotten-too')
  @AuditTrail()
  forgottenToo(): undefined {
    return undefined;
  }
}

const UUID = '018f3b6e-7c1a-7d53-9f6e-3f2b8f0f9a11';

describeEachForum('what a handler returned', { controllers: [SavingController] }, (forum) => {
  const post = (path: string, body: unknown = {}) =>
    send<Record<string, unknown>>(forum().url, { path, body, headers: { 'x-user': 'ann' } });
  const recorded = async () =>
    (await forum().entries()).map(({ entityType, entityId }) => `${entityType} ${entityId}`);

  it('is recorded by a generated number', async () => {
    const { json } = await post('/save/Thread', { title: 'Welcome' });
    expect(json['id']).toEqual(expect.any(Number));
    expect(await recorded()).toEqual([`Thread ${String(json['id'])}`]);
  });

  it('is recorded by a bigint with all its digits', async () => {
    await post('/save/Post', { id: '9007199254740993', body: 'Hello' });
    expect(await recorded()).toEqual(['Post 9007199254740993']);
  });

  it('is recorded by a uuid, whether generated or given, in small letters', async () => {
    const { json } = await post('/save/Poll', { question: 'Tea?' });
    await post('/save/Poll', { id: UUID.toUpperCase(), question: 'Coffee?' });
    expect(await recorded()).toEqual([`Poll ${String(json['id'])}`, `Poll ${UUID}`]);
  });

  it('is recorded by text, whatever is in it', async () => {
    for (const slug of ['general', 'größe ☕', "o'brien\\", '{"a":1}'])
      await post('/save/Category', { slug });
    expect(await recorded()).toEqual([
      'Category general',
      'Category größe ☕',
      "Category o'brien\\",
      'Category {"a":1}',
    ]);
  });

  it('is recorded by all columns of a composite key, as JSON whose properties are sorted', async () => {
    await post('/save/Membership', { userId: 7, category: 'general', role: 'member' });
    expect(await recorded()).toEqual(['Membership {"category":"general","userId":7}']);
  });

  it('is recorded once for each element of an array', async () => {
    const { json } = await post('/save-all', ['one', 'two', 'three']);
    const ids = (json as unknown as Thread[]).map(({ id }) => `Thread ${id}`);
    expect(ids).toHaveLength(3);
    expect(await recorded()).toEqual(ids);
  });

  it('is not recorded in part: of an array with something else in it nothing is', async () => {
    expect((await post('/mixed')).status).toBe(500);
    expect(await recorded()).toEqual([]);
  });

  it('is not recorded where it is null or an empty array, without a word', async () => {
    expect((await post('/null')).status).toBe(201);
    expect(await post('/save-all', [])).toMatchObject({ status: 201, text: '[]' });
    expect(await recorded()).toEqual([]);
    expect(forum().logs.lines).toEqual([]);
  });

  it('is not recorded where it is undefined, with one warning for each route', async () => {
    for (const path of ['/undefined', '/undefined', '/forgotten-too', '/undefined']) {
      expect((await post(path)).status).toBe(201);
    }
    expect(await recorded()).toEqual([]);
    expect(forum().logs.messages('warn')).toEqual([
      expect.stringContaining('SavingController.forgotten (POST undefined) returned undefined'),
      expect.stringContaining('SavingController.forgottenToo (POST forgotten-too) returned undefined'),
    ]);
  });
});
