/**
 * The only script. It swaps the times of a page with UTC, for those who have no pointer to hold over them; and it tells
 * the server the browser's time zone and shows the page again in it, once. Without it, and where cookies are refused,
 * times are in UTC.
 */
export const SCRIPT = `'use strict';
(() => {
  const root = document.documentElement;
  const utc = document.getElementById('utc');
  if (utc && document.querySelector('time')) {
    utc.hidden = false;
    utc.addEventListener('click', () => {
      for (const time of document.querySelectorAll('time')) {
        [time.textContent, time.title] = [time.title, time.textContent];
      }
      utc.setAttribute('aria-pressed', String(utc.getAttribute('aria-pressed') !== 'true'));
    });
  }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (root.dataset.zoneKnown === 'yes' || !zone || zone === root.dataset.zone) return;
  const path = new URL(root.dataset.root, location.href).pathname.replace(/\\/$/, '');
  document.cookie = 'audit-trail-zone=' + encodeURIComponent(zone) + '; path=' + path + '; samesite=strict';
  if (document.cookie.includes('audit-trail-zone=') && root.dataset.answer === 'page') location.reload();
})();
`;
