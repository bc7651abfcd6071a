/** Where moderators find the audit trail's console. */
export const CONSOLE_PATH = 'staff/audit-trail';
