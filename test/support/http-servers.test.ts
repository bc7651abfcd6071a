import { expect, it } from '@jest/globals';
import { Body, Controller, Get, Ip, Logger, Post, type OnModuleInit } from '@nestjs/common';
import { describeEachHttpServer, open, send } from './http-servers.js';

@Controller()
class EchoController {
  @Get()
  ip(@Ip() ip: string): { ip: string } {
    new Logger('Echo').warn('asked');
    return { ip };
  }

  @Post('echo')
  echo(@Body() body: object): object {
    return body;
  }
}

class Refusing implements OnModuleInit {
  onModuleInit(): void {
    throw new Error('not today');
  }
}

const ECHO = { controllers: [EchoController] };

describeEachHttpServer('a test server', (server) => {
  it('answers real requests from the address that they come from', async () => {
    const { url, logs, close } = await server.create(ECHO);
    expect(await send(url)).toMatchObject({ status: 200, json: { ip: '127.0.0.1' } });
    expect(await send(url, { path: '/echo', body: { a: 1 } })).toMatchObject({
      status: 201,
      text: '{"a":1}',
    });
    expect(await send(url, { path: '/nowhere' })).toMatchObject({ status: 404 });
    expect(logs.messages('warn', 'Echo')).toEqual(['asked']);
    await close();
  });

  it('trusts the proxies that it is told to trust', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' };
    const { url } = await server.create(ECHO, { trustProxy: 'loopback' });
    expect((await send(url, { headers })).json).toEqual({ ip: '203.0.113.9' });
    const oneHop = await server.create(ECHO, { trustProxy: (_, hop) => hop === 0 });
    expect((await send(oneHop.url, { headers })).json).toEqual({ ip: '203.0.113.9' });
    const untrusting = await server.create(ECHO);
    expect((await send(untrusting.url, { headers })).json).toEqual({ ip: '127.0.0.1' });
  });

  it('is prepared before it starts, and lets providers be replaced', async () => {
    const { app, url } = await server.create(
      { ...ECHO, providers: [{ provide: 'word', useValue: 'first' }] },
      {
        before: (created) => void created.setGlobalPrefix('api'),
        override: (builder) => builder.overrideProvider('word').useValue('second'),
      },
    );
    expect(app.get('word')).toBe('second');
    expect((await send(url, { path: '/api' })).status).toBe(200);
  });

  it('rejects where the application refuses to start', async () => {
    await expect(server.create({ providers: [Refusing] })).rejects.toThrow('not today');
  });

  it('can be left before the answer is read, or before it comes', async () => {
    const { url } = await server.create(ECHO);
    (await open(url)).destroy();
    const hangUp = new AbortController();
    const answer = send(url, { signal: hangUp.signal });
    hangUp.abort();
    await expect(answer).rejects.toThrow('aborted');
  });
});
