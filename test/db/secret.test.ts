import { expect, it } from '@jest/globals';
import { Secret } from '../../src/settings/secret.js';
import { AuditTrailSetting } from '../../src/storage/entities/audit-trail-setting.entity.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { emptyTrail } from './retention-world.js';

const forums = forumsOfTest();
const [OLD, NEW] = ['an old secret of 32 bytes and more', 'a new secret of 32 bytes and more'];

describeEachDatabase('the secret of a site', (database) => {
  const start = async (trail: object = {}) => {
    const forum = await forums.on(database(), { trail });
    return { forum, secret: forum.app.get(Secret, { strict: false }) };
  };

  it('is made once, by whichever process needs it first, and is the same in all', async () => {
    const processes = [await start(), await start(), await start()];
    const settings = processes[0]!.forum.dataSource.getRepository(AuditTrailSetting);
    await emptyTrail(processes[0]!.forum.dataSource);
    const signed = await Promise.all(processes.map(({ secret }) => secret.sign('cursors', 'page 2')));
    expect(new Set(signed.map((one) => one.toString('hex'))).size).toBe(1);
    const [kept] = await settings.findBy({ name: 'secret' });
    expect(Buffer.from(JSON.parse(kept!.value) as string, 'base64')).toHaveLength(32);
    const later = await start();
    expect(await later.secret.verify('cursors', 'page 2', signed[0]!)).toBe(true);
  });

  it('is the option where one is given, and then nothing of it is in the database', async () => {
    const { forum, secret } = await start({ secret: OLD });
    await emptyTrail(forum.dataSource);
    await secret.sign('cursors', 'page 2');
    const settings = await forum.dataSource.getRepository(AuditTrailSetting).find();
    expect(settings.map(({ name }) => name)).not.toContain('secret');
  });

  it('signs for one purpose only', async () => {
    const { secret } = await start({ secret: OLD });
    const signature = await secret.sign('cursors', 'page 2');
    expect(await secret.verify('cursors', 'page 2', signature)).toBe(true);
    expect(await secret.verify('cursors', 'page 3', signature)).toBe(false);
    expect(await secret.verify('console', 'page 2', signature)).toBe(false);
    expect(await secret.verify('erasures', 'page 2', signature)).toBe(false);
    expect(await secret.verify('cursors', 'page 2', signature.subarray(1))).toBe(false);
  });

  it('is changed by signing with the new one and still believing the old one', async () => {
    const { secret: before } = await start({ secret: OLD });
    const { secret: between } = await start({ secret: [NEW, OLD] });
    const { secret: after } = await start({ secret: NEW });
    const [old, fresh] = [await before.sign('console', 'token'), await between.sign('console', 'token')];
    expect(await between.verify('console', 'token', old)).toBe(true);
    expect(await after.verify('console', 'token', fresh)).toBe(true);
    expect(await after.verify('console', 'token', old)).toBe(false);
  });
});
