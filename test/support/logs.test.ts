import { expect, it } from '@jest/globals';
import { LogLines } from './logs.js';

it('tells message, context and stack apart in all the ways in which Nest logs', () => {
  const logs = new LogLines();
  logs.warn('slow', 'Pruning');
  logs.log('one', 'two', 'Routes');
  logs.error('failed', 'Pruning');
  logs.error('failed', undefined, 'Pruning');
  logs.error('failed', 'at line 1', 'Pruning');
  logs.debug({ id: 1 });

  expect(logs.lines).toEqual([
    { level: 'warn', context: 'Pruning', message: 'slow' },
    { level: 'log', context: 'Routes', message: 'one two' },
    { level: 'error', context: 'Pruning', message: 'failed' },
    { level: 'error', context: 'Pruning', message: 'failed' },
    { level: 'error', context: 'Pruning', message: 'failed', stack: 'at line 1' },
    { level: 'debug', context: undefined, message: '{"id":1}' },
  ]);
  expect(logs.messages('error', 'Pruning')).toHaveLength(3);
  expect(logs.text).toContain('at line 1');
});
