import { declareIp, type StoredIpOptions } from '../storage/stored-ips/declared-ips.js';

/**
 * Says that a nullable column of your own entity holds an IP address: it becomes `null` once it is older than the store
 * time, and is exported and erased together with the user.
 *
 * ```ts
 * @StoresIp({ createdAt: 'joinedAt', userId: 'id' })
 * @Column({ type: 'varchar', length: 45, nullable: true })
 * joinIp!: string | null;
 * ```
 *
 * The entity belongs to the data source of the trail. Checked at start: `INVALID_OPTIONS` where the column cannot be
 * null, or the other two properties are no columns.
 */
export function StoresIp(options: StoredIpOptions): PropertyDecorator {
  return (prototype, property) => {
    declareIp(prototype.constructor, { ...options, property: String(property) });
  };
}
