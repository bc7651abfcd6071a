import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PAGES, root } from './pages.js';

const FENCED = /^ *```[^]*?^ *```/gm;

/** What GitHub makes of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(page: string): string[] {
  const text = page.replaceAll(FENCED, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

const links = [...PAGES].flatMap(([path, page]) =>
  [...page.replaceAll(FENCED, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ from: path, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target)),
);

function leadsSomewhere({ from, target }: { from: string; target: string }): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(root, path))) return false;
  return anchor === undefined || anchorsOf(PAGES.get(path) ?? '').includes(anchor);
}

describe('the links of the pages', () => {
  it('lead to files and headings that there are', () => {
    expect(links.length).toBeGreaterThan(50);
    const broken = links.filter((link) => !leadsSomewhere(link));
    expect(broken.map(({ from, target }) => `${from}: ${target}`)).toEqual([]);
  });

  it('reach every page from the README', () => {
    const reached = new Set(['README.md']);
    for (const from of reached) {
      for (const { target } of links.filter((link) => link.from === from)) {
        const path = normalize(join(dirname(from), target.replace(/#.*/, '')));
        if (PAGES.has(path)) reached.add(path);
      }
    }
    expect([...PAGES.keys()].filter((path) => !reached.has(path))).toEqual([]);
  });
});
