import type { DatabaseKind } from '../support/databases.js';
import { Capitals, SnakeCase } from './naming-strategies.js';

/** How hosts name their tables. */
export interface Host {
  readonly title: string;
  /** What they say to TypeORM. */
  readonly more: Readonly<Record<string, unknown>>;
  /** What the entry table is called then. */
  readonly contains: string;
  readonly on?: DatabaseKind;
}

export const hosts: readonly Host[] = [
  { title: 'as they are', more: {}, contains: 'audit_trail_entry' },
  { title: 'with a prefix', more: { entityPrefix: 'forum_' }, contains: 'forum_audit_trail_entry' },
  {
    title: 'in a schema of their own',
    more: { schema: 'audit' },
    contains: 'audit.audit_trail_entry',
    on: 'postgres',
  },
  {
    title: 'in a schema whose name needs quotes, with a prefix',
    more: { schema: 'Audit trail', entityPrefix: 'Forum ' },
    contains: 'Audit trail.Forum audit_trail_entry',
    on: 'postgres',
  },
  {
    title: 'under a snake-case naming strategy',
    more: { namingStrategy: new SnakeCase(), entityPrefix: 'snake_' },
    contains: 'snake_audit_trail_entry',
  },
  {
    title: 'under a naming strategy that changes every name',
    more: { namingStrategy: new Capitals(), entityPrefix: 'p_' },
    contains: 'p_T_AUDIT_TRAIL_ENTRY',
  },
];
