import { BlockSnapshotStore } from './blocks/block-snapshot.store.js';
import { BlockVersionStore } from './blocks/block-version.store.js';
import { BlockStore } from './blocks/block.store.js';
import { PersonBlockStore } from './blocks/person-block.store.js';
import { DeletedBytes } from './deleted-bytes.js';
import { EntryStore } from './entry.store.js';
import { ErasureStore } from './erasure.store.js';
import { HoldStore } from './hold.store.js';
import { HostUsers } from './host-users.js';
import { LeaseStore } from './lease.store.js';
import { LookupStore } from './lookup.store.js';
import { PersonLookupStore } from './person-lookup.store.js';
import { PersonStore } from './person.store.js';
import { RetentionStore } from './retention.store.js';
import { SchemaCheck } from './schema-check.js';
import { SettingStore } from './setting.store.js';
import { PersonIpStore } from './stored-ips/person-ip.store.js';
import { StoredIpStore } from './stored-ips/stored-ip.store.js';
import { TrailDatabase } from './trail-database.js';

/** The ways to the database, and the SQL of each table. */
export const STORAGE_PROVIDERS = [
  TrailDatabase,
  SchemaCheck,
  SettingStore,
  EntryStore,
  LeaseStore,
  RetentionStore,
  StoredIpStore,
  PersonIpStore,
  LookupStore,
  PersonStore,
  PersonLookupStore,
  HoldStore,
  ErasureStore,
  HostUsers,
  DeletedBytes,
  BlockVersionStore,
  BlockStore,
  BlockSnapshotStore,
  PersonBlockStore,
];
