import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { AuditTrailError } from '../../src/index.js';
import { notRecorded } from '../../src/recording/not-recorded.js';

describe('an error of the package', () => {
  const error = new AuditTrailError('INVALID_IP', 'The IP is a string of 7 characters.', {
    value: '10.0.0.256',
  });

  it('has a code for programs, a sentence for people, and is an Error', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'AuditTrailError', code: 'INVALID_IP' });
    expect(String(error)).toBe('AuditTrailError: The IP is a string of 7 characters.');
    expect(error.stack).toContain('audit-trail-error.test');
  });

  it('holds the refused value where loggers and serializers do not find it', () => {
    expect(error.value).toBe('10.0.0.256');
    expect(Object.keys(error)).not.toContain('value');
    for (const seen of [
      JSON.stringify(error),
      JSON.stringify(Object.assign({}, error)),
      inspect(error, { depth: null }),
      inspect({ error }, { depth: null }),
      String(error.stack),
    ]) {
      expect(seen).toMatch(/INVALID_IP|AuditTrailError/);
      expect(seen).not.toContain('10.0.0.256');
    }
  });

  it('holds a value of undefined, and none where none was refused', () => {
    expect(Object.hasOwn(new AuditTrailError('INVALID_IP', '', { value: undefined }), 'value')).toBe(true);
    expect(Object.hasOwn(new AuditTrailError('INVALID_IP', ''), 'value')).toBe(false);
  });

  it('has a driver code only where a driver refused', () => {
    expect(new AuditTrailError('NOT_RECORDED', '', { driverCode: '23505' }).driverCode).toBe('23505');
    expect('driverCode' in new AuditTrailError('NOT_RECORDED', '')).toBe(false);
    expect(error).not.toHaveProperty('cause');
  });
});

describe('NOT_RECORDED', () => {
  it("says the driver's code, and that the action may have been done", () => {
    expect(notRecorded('the database refused it', '42P01')).toMatchObject({
      code: 'NOT_RECORDED',
      driverCode: '42P01',
      message: expect.stringMatching(
        /^The entry was not recorded: the database refused it \(42P01\)\. .*may have been done/,
      ),
    });
  });

  it('says no code where there is none', () => {
    expect(notRecorded('the application has shut down').message).toMatch(
      /: the application has shut down\. /,
    );
  });
});
