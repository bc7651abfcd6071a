import type { ConsoleRequest } from '../http/console-request.js';
import type { View } from '../pages/view.js';

/** One request of a staff member, checked, with what pages need. */
export interface Ask {
  readonly view: View;
  readonly request: ConsoleRequest;
}
