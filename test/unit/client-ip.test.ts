import { describe, expect, it } from '@jest/globals';
import { formatIpAddress } from '../../src/address/ip-address.js';
import { clientAddressOf } from '../../src/request/client-ip.js';

type Ip = Parameters<typeof clientAddressOf>[1]['ip'];

const read = (request: object, ip: Ip = null) => {
  const { address, from } = clientAddressOf(request, { ip });
  return [address === null ? null : formatIpAddress(address), from];
};
const socket = { remoteAddress: '::ffff:198.51.100.1' };

describe("the client's address is", () => {
  it.each<[string, object, string]>([
    ["the server's own reading", { ip: '203.0.113.7', socket }, '203.0.113.7'],
    ['IPv4, where it came as IPv6', { ip: '::ffff:203.0.113.7', socket }, '203.0.113.7'],
    ['without its zone', { ip: 'fe80::1%eth0', socket }, 'fe80::1'],
    ["the socket's, where the server says nothing", { socket }, '198.51.100.1'],
    ["the socket's of a Fastify request", { raw: { socket } }, '198.51.100.1'],
    ["the handshake's of socket.io", { handshake: { address: '203.0.113.7' } }, '203.0.113.7'],
    ["the socket's of ws", { _socket: socket }, '198.51.100.1'],
    ["the socket's of graphql-ws", { extra: { request: { socket } } }, '198.51.100.1'],
  ])('%s', (_, request, text) => {
    expect(read(request)).toEqual([text, 'request']);
  });

  it('never taken from a header', () => {
    const forged = {
      'x-forwarded-for': '203.0.113.7',
      forwarded: 'for=203.0.113.7',
      'x-real-ip': '203.0.113.7',
      'cf-connecting-ip': '203.0.113.7',
    };
    expect(read({ headers: forged, ips: ['203.0.113.7'], socket })).toEqual(['198.51.100.1', 'request']);
    expect(read({ headers: forged, ips: ['203.0.113.7'] })).toEqual([null, 'nowhere']);
  });

  it.each<[string, unknown]>([
    ['unknown', 'unknown'],
    ['empty', ''],
    ['with a port', '203.0.113.7:8080'],
    ['300 characters long', '1'.repeat(300)],
    ['an array', ['203.0.113.7']],
    ['a number', 7],
  ])("the socket's, where what came first is %s", (_, ip) => {
    expect(read({ ip, socket })).toEqual(['198.51.100.1', 'unreadable']);
    expect(read({ ip })).toEqual([null, 'unreadable']);
  });

  it('nowhere behind a Unix socket', () => {
    expect(read({ ip: undefined, socket: {} })).toEqual([null, 'nowhere']);
    expect(read({})).toEqual([null, 'nowhere']);
  });
});

describe('the option "ip"', () => {
  const request = { ip: '203.0.113.7', socket, headers: { 'x-client': '2001:DB8::7' } };

  it('says where the address is', () => {
    expect(read(request, ({ headers }) => headers['x-client'])).toEqual(['2001:db8::7', 'request']);
  });

  it('may know none, and then none is taken from elsewhere', () => {
    expect(read(request, () => undefined)).toEqual([null, 'nowhere']);
    expect(read(request, () => null)).toEqual([null, 'nowhere']);
  });

  it("gives way to the socket's where it says what is no address", () => {
    expect(read(request, () => 'unknown')).toEqual(['198.51.100.1', 'unreadable']);
  });
});
