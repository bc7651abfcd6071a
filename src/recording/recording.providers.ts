import { AuditTrailService } from './audit-trail.service.js';
import { AuditedRoutes } from './audited-routes.js';
import { ClientAddresses } from './client-addresses.js';
import { EntryRecorder } from './entry-recorder.js';
import { EntryWriter } from './entry-writer.js';
import { RecordingShutdown } from './recording-shutdown.js';
import { RequestRecorder } from './request-recorder.js';
import { RouteTable } from './route-table.js';
import { PeerAddresses } from '../request/peer-addresses.js';
import { RegisteredEntities } from '../request/registered-entities.js';
import { TrustedProxies } from '../request/trusted-proxies.js';

/** What a module provides so that requests and calls of `AuditTrailService` are recorded. */
export const RECORDING_PROVIDERS = [
  RegisteredEntities,
  PeerAddresses,
  TrustedProxies,
  EntryWriter,
  RecordingShutdown,
  EntryRecorder,
  ClientAddresses,
  RouteTable,
  AuditedRoutes,
  RequestRecorder,
  AuditTrailService,
];
