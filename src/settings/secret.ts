import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { SettingStore } from '../storage/setting.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';

/** What a secret is used for; each has keys of its own, so that no signature of one is worth anything in another. */
export type SecretPurpose = 'erasures' | 'cursors' | 'console';

/** The setting that holds the secret where the host gave none. */
const SETTING = 'secret';
const BYTES = 32;
const HASH = 'sha256';

/** The secret that all processes of a site share: the option's, or one that was made once and is kept in the database. */
@Injectable()
export class Secret {
  private kept: Promise<readonly Uint8Array[]> | null = null;

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(SettingStore) private readonly store: SettingStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Signs text for one purpose, with the first of the secrets. */
  async sign(purpose: SecretPurpose, text: string): Promise<Buffer> {
    const [first] = await this.signatures(purpose, text);
    if (first === undefined) throw new Error('There is no secret.');
    return first;
  }

  /** Whether a signature was made by `sign` for the same purpose and text, with any of the secrets. */
  async verify(purpose: SecretPurpose, text: string, signature: Uint8Array): Promise<boolean> {
    const signatures = await this.signatures(purpose, text);
    return signatures.some((one) => one.length === signature.length && timingSafeEqual(one, signature));
  }

  /** What `sign` would answer with each of the secrets, the first one first. */
  async signatures(purpose: SecretPurpose, text: string): Promise<Buffer[]> {
    const keys = await this.keys(purpose);
    return keys.map((key) => createHmac(HASH, key).update(text).digest());
  }

  /** Keys for many signatures in a row: HMAC-SHA-256. */
  async keys(purpose: SecretPurpose): Promise<readonly Buffer[]> {
    const secrets = await this.secrets();
    return secrets.map((secret) =>
      Buffer.from(hkdfSync(HASH, secret, '', `nest-audit-trail ${purpose}`, BYTES)),
    );
  }

  private secrets(): Promise<readonly Uint8Array[]> {
    if (this.options.secret.length > 0) return Promise.resolve(this.options.secret);
    this.kept ??= this.fromDatabase().catch((error: unknown) => {
      this.kept = null;
      throw error;
    });
    return this.kept;
  }

  /** Of two processes that make one at once, the first to write it wins, and the other reads it. */
  private async fromDatabase(): Promise<readonly Uint8Array[]> {
    const json = await withPatience(this.database, this.options.retryForMs, async (connection) => {
      const known = await this.store.get(connection, SETTING);
      const made = JSON.stringify(randomBytes(BYTES).toString('base64'));
      return known ?? this.store.getOrAdd(connection, SETTING, made, this.clock.now());
    });
    return [Buffer.from(JSON.parse(json) as string, 'base64')];
  }
}
