/**
 * Where the root of the console is, as seen from one of its pages: links are relative, so that prefixes, versions and
 * proxies that strip a part of the path do them no harm.
 *
 * @param segments the URL's path between its slashes
 * @param depth how many of them come behind the root
 */
export function linksOf(segments: readonly string[], depth: number): { root: string; home: string } {
  const ownName = segments.at(-1 - depth) ?? '';
  // `…/audit-trail/` and `…/audit-trail` are one page, but links go on from elsewhere.
  if (depth === 0)
    return ownName === '' ? { root: './', home: './' } : { root: `./${ownName}/`, home: `./${ownName}` };
  const root = depth === 1 ? './' : '../'.repeat(depth - 1);
  return { root, home: `${'../'.repeat(depth)}${ownName}` };
}
