/** Where the rest of what belongs to an address stands, by properties of the same entity. */
export interface StoredIpOptions {
  /** When the address was stored: a date, whole milliseconds or seconds since 1970, or text in ISO 8601, UTC. */
  createdAt: string;
  /** The id of the user whose address it is, as entries are recorded with. */
  userId: string;
}

export interface DeclaredIp extends StoredIpOptions {
  readonly property: string;
}

const DECLARED = Symbol.for('nest-audit-trail.stored-ips');

/** Notes at a class that a property of it holds an address. */
export function declareIp(type: object, declared: DeclaredIp): void {
  const own = (Reflect.getOwnMetadata(DECLARED, type) ?? []) as DeclaredIp[];
  Reflect.defineMetadata(DECLARED, [...own, declared], type);
}

/** The properties of a class that hold addresses, those that it inherits included. */
export function declaredIpsOf(type: unknown): DeclaredIp[] {
  const found = new Map<string, DeclaredIp>();
  for (let at = type; typeof at === 'function' && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    for (const one of (Reflect.getOwnMetadata(DECLARED, at) ?? []) as DeclaredIp[]) {
      if (!found.has(one.property)) found.set(one.property, one);
    }
  }
  return [...found.values()];
}
