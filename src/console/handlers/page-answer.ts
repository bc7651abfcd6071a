import { withoutAddresses } from '../../access-log/without-addresses.js';
import type { Answer } from '../http/answer.js';
import type { View } from '../pages/view.js';

/**
 * A page as an answer. For who may not see addresses, pages are given none; what users and staff wrote by hand may
 * hold some all the same.
 */
export function pageAnswer(view: View, html: string, status = 200): Answer {
  const body = view.visitor.can.seeAddresses ? html : withoutAddresses(html);
  return { status, body, type: 'text/html' };
}
