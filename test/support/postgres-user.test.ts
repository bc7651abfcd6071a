import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { postgresCanEnter } from '../../demo/database/postgres-user.mjs';

const isRoot = process.getuid?.() === 0;

describe('the user that the embedded PostgreSQL runs as', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(process.env['TEST_FOLDER'] ?? '', 'postgres-user-'));
  });

  it('enters a folder that everybody may enter', async () => {
    expect(await postgresCanEnter(process.env['TEST_FOLDER'] ?? '')).toBe(true);
  });

  it('enters what is in a private folder only if it is no other user than ours, by a link neither', async () => {
    const inside = join(folder, 'inside');
    await mkdir(inside);
    await symlink(inside, `${folder}-link`);
    expect(await postgresCanEnter(folder)).toBe(!isRoot);
    expect(await postgresCanEnter(inside)).toBe(!isRoot);
    expect(await postgresCanEnter(`${folder}-link`)).toBe(!isRoot);
  });
});
