/** The picture in the browser's tab. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#2156c8"/>' +
  '<path d="M4 5h5M4 8h8M4 11h3" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/></svg>';
