import { describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditTrailModule, type AuditTrailModuleAsyncOptions } from '../../src/index.js';
import { refusalOf } from './refusal.js';

const forRoot = (options: unknown) => () => AuditTrailModule.forRoot(options as object);
const forRootAsync = (options: unknown) => () =>
  AuditTrailModule.forRootAsync(options as AuditTrailModuleAsyncOptions);
const useFactory = () => ({});

class Options {
  createAuditTrailOptions() {
    return {};
  }
}

describe('the settings beside the options', () => {
  it.each<[string, unknown, string]>([
    ['isGlobal', 'yes', 'was "yes"; wanted true or false.'],
    ['isGlobal', null, 'was null; wanted true or false.'],
    ['dataSource', '', 'was ""; wanted the name of a TypeORM data source'],
    ['dataSource', {}, 'was a plain object; wanted the name of a TypeORM data source'],
    ['dataSource', null, 'was null; wanted the name of a TypeORM data source'],
  ])('are refused as options are: %s: %p', (option, came, sentence) => {
    const expected = `AuditTrailModule: the option "${option}" ${sentence}`;
    expect(refusalOf(forRoot({ [option]: came }))).toContain(expected);
    expect(refusalOf(forRootAsync({ useFactory, [option]: came }))).toContain(expected);
  });

  it('make a module that is global unless it is said otherwise', () => {
    expect(AuditTrailModule.forRoot()).toMatchObject({ module: AuditTrailModule, global: true });
    expect(AuditTrailModule.forRoot({ isGlobal: false })).toMatchObject({ global: false });
    expect(AuditTrailModule.forRootAsync({ useFactory })).toMatchObject({ global: true });
    expect(AuditTrailModule.forRootAsync({ useFactory, isGlobal: false })).toMatchObject({ global: false });
  });
});

describe('forRoot', () => {
  it.each([[null], [90], ['90'], [[]]])('refuses %p instead of options', (given) => {
    expect(refusalOf(forRoot(given))).toMatch(/^AuditTrailModule: the options were .+; wanted an object/);
  });

  it('refuses a wrong option where it is called', () => {
    expect(refusalOf(forRoot({ ipStoreDays: 0 }))).toContain("'forever'");
  });
});

describe('forRootAsync', () => {
  it.each([
    ['none of the three forms', {}, 'none of them came'],
    ['a form that is undefined', { useFactory: undefined }, 'none of them came'],
    ['two of them', { useFactory, useClass: Options }, 'useFactory and useClass came'],
    [
      'all of them',
      { useFactory, useClass: Options, useExisting: Options },
      'useFactory and useClass and useExisting came',
    ],
  ])('refuses %s', (_, given, came) => {
    expect(refusalOf(forRootAsync(given))).toBe(
      `AuditTrailModule.forRootAsync takes one of useFactory, useClass, useExisting; ${came}.`,
    );
  });

  it.each([[undefined], [null], ['options']])('refuses %p', (given) => {
    expect(refusalOf(forRootAsync(given))).toContain('; wanted an object');
  });
});

describe('options that come later stop the start as well', () => {
  const started = (options: AuditTrailModuleAsyncOptions) => {
    @Module({
      imports: [
        TypeOrmModule.forRoot({
          type: 'better-sqlite3',
          database: ':memory:',
          autoLoadEntities: true,
          retryAttempts: 0,
        }),
        AuditTrailModule.forRootAsync(options),
      ],
    })
    class ApplicationModule {}
    return NestFactory.createApplicationContext(ApplicationModule, { abortOnError: false, logger: false });
  };

  it.each([
    ['a wrong option', () => ({ ipStoreDays: 0 }), /"ipStoreDays" was 0; .*'forever'/],
    ['a wrong option that was promised', async () => ({ ipStoreDays: -1 }), /"ipStoreDays" was -1/],
    ['a forgotten return', () => undefined, /the options were undefined; wanted an object/],
    ['a setting that Nest needs before', () => ({ isGlobal: false }), /isGlobal/],
  ])('of useFactory: %s', async (_, factory, message) => {
    await expect(started({ useFactory: factory as () => object })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(message),
    });
  });

  it('of useClass', async () => {
    class Wrong {
      createAuditTrailOptions() {
        return { prune: { cron: 'at night' } };
      }
    }
    await expect(started({ useClass: Wrong })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});
