import { describe, expect, it } from '@jest/globals';
import { currentUserOf, userIdOf } from '../../src/request/current-user.js';
import { refusalOf } from './refusal.js';

describe('who is signed in, as the host says it', () => {
  it.each<[string, unknown, string]>([
    ['text', '7', '7'],
    ['a number', 7, '7'],
    ['the number 0', 0, '0'],
    ['a negative number', -7, '-7'],
    ['the largest safe number', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['a bigint', 2n ** 64n, '18446744073709551616'],
    ['a uuid', '7c9e6679-7425-40de-944b-e07fc1f90ae7', '7c9e6679-7425-40de-944b-e07fc1f90ae7'],
    ['what an identity provider gives', 'auth0|5f7c8ec7c33c6c004bbafe82', 'auth0|5f7c8ec7c33c6c004bbafe82'],
    ['text with a space within', 'Ann Other', 'Ann Other'],
    ['255 characters', 'x'.repeat(255), 'x'.repeat(255)],
    ['every printable character', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
    ['an object with id', { id: 7 }, '7'],
    ['an object with userId', { userId: 7n }, '7'],
    ['an object with sub, as in a JSON web token', { sub: '7' }, '7'],
    ['id before userId before sub', { sub: '3', userId: '2', id: '1' }, '1'],
    ['userId where id is null', { sub: '3', userId: '2', id: null }, '2'],
  ])('%s', (_, user, id) => {
    expect(userIdOf(user)).toBe(id);
  });

  it.each([[null], [undefined]])('%p is nobody', (user) => {
    expect(userIdOf(user)).toBeNull();
  });
});

describe('a user without a readable id is refused, never nobody', () => {
  it.each<[string, unknown, string]>([
    ['empty text', '', 'an empty string'],
    ['a space before', ' 7', 'a string of 2 characters'],
    ['a space behind', '7 ', 'a string of 2 characters'],
    ['a line break behind', '7\n', 'a string of 2 characters'],
    ['a tab within', 'a\tb', 'a string of 3 characters'],
    ['letters past ASCII', 'größe', 'a string of 5 characters'],
    ['a NUL', '7\0', 'a string of 2 characters'],
    ['256 characters', 'x'.repeat(256), 'a string of 256 characters'],
    ['a fraction', 7.5, 'a number'],
    ['a number that has lost digits', 2 ** 53, 'a number'],
    ['NaN', Number.NaN, 'the number NaN'],
    ['true', true, 'a boolean'],
    ['false', false, 'a boolean'],
    ['a symbol', Symbol('7'), 'a symbol'],
    ['a function', () => 7, 'a function'],
    ['an array', ['7'], 'an array of 1 whose id is undefined'],
    ['an object without an id', { name: 'Ann' }, 'a plain object whose id is undefined'],
    ['an object whose id is null', { id: null }, 'a plain object whose id is undefined'],
    ['an object whose id is empty', { id: '', sub: '7' }, 'a plain object whose id is an empty string'],
    ['an object whose id is one', { id: { id: 7 } }, 'a plain object whose id is a plain object'],
    ['a promise', Promise.resolve({ id: 7 }), 'a promise whose id is undefined'],
  ])('%s', (_, user, shape) => {
    expect(refusalOf(() => userIdOf(user), 'INVALID_USER')).toBe(
      `The user is ${shape}; wanted an id of 1 to 255 printable ASCII characters without spaces around it, a whole ` +
        'number or a bigint, or an object that has one in id, userId or sub. Say where it is with the option "user".',
    );
  });

  it('does not show the id that it refuses, but keeps it for the host', () => {
    const user = { id: 'größe@example.com' };
    const message = refusalOf(() => userIdOf(user), 'INVALID_USER');
    expect(message).not.toContain('example.com');
    expect(() => userIdOf(user)).toThrow(expect.objectContaining({ value: user }));
  });
});

describe('the user of a request', () => {
  it("is where Nest's guards put it", () => {
    const user = { id: 7 };
    expect(currentUserOf({ user }, { user: null })).toBe(user);
    expect(currentUserOf({}, { user: null })).toBeUndefined();
  });

  it.each<[string, object]>([
    ['beside it', { user: { id: 7 }, data: { user: { id: 8 } } }],
    ['in its data', { data: { user: { id: 7 } }, request: { user: { id: 8 } } }],
    ['on the request that opened it', { data: {}, request: { user: { id: 7 } } }],
  ])('is, for a socket of socket.io, %s', (_, socket) => {
    expect(currentUserOf({ handshake: {}, ...socket }, { user: null })).toEqual({ id: 7 });
  });

  it('is never what a client says of itself', () => {
    const said = { user: { id: 7 } };
    const socket = { handshake: { ...said, auth: said, query: said, headers: said }, data: {} };
    expect(currentUserOf(socket, { user: null })).toBeUndefined();
    expect(currentUserOf({ data: said, request: said, body: said }, { user: null })).toBeUndefined();
  });

  it('is nobody where Passport leaves false', () => {
    expect(currentUserOf({ user: false }, { user: null })).toBeNull();
  });

  it('is whom the option "user" names, and nobody else', async () => {
    const request = { user: { id: 7 }, session: { account: 8 } };
    expect(currentUserOf(request, { user: ({ session }) => session.account })).toBe(8);
    expect(currentUserOf(request, { user: () => null })).toBeNull();
    await expect(currentUserOf(request, { user: async () => 'ann' })).resolves.toBe('ann');
  });
});
