import { RangeCrowdStore } from '../storage/blocks/range-crowd.store.js';
import { IpUseStore } from '../storage/investigation/ip-use.store.js';
import { NetworkUseStore } from '../storage/investigation/network-use.store.js';
import { BlockHitStore } from '../storage/blocks/block-hit.store.js';
import { BlockBook } from './block-book.js';
import { BlockChanges } from './block-changes.js';
import { BlockEnforcement } from './block-enforcement.js';
import { BlockHits } from './block-hits.js';
import { BlockExports } from './block-exports.js';
import { BlockImports } from './block-imports.js';
import { BlockList } from './block-list.js';
import { BlockPreviews } from './block-preview.js';
import { BlockProposalsMaker } from './block-proposals.js';
import { BlockRefresh } from './block-refresh.js';
import { BlockSuccessions } from './block-successions.js';
import { IpBlockGuard } from './ip-block.guard.js';
import { IpBlockMiddleware } from './ip-block.middleware.js';
import { IpBlocksService } from './ip-blocks.service.js';
import { LiveBlocks } from './live-blocks.js';
import { UserBlocksMaker } from './user-blocks.js';

/** What a module provides so that `IpBlocksService` works. */
export const BLOCKING_PROVIDERS = [
  RangeCrowdStore,
  IpUseStore,
  NetworkUseStore,
  LiveBlocks,
  BlockBook,
  BlockChanges,
  BlockSuccessions,
  BlockList,
  BlockPreviews,
  UserBlocksMaker,
  BlockImports,
  BlockExports,
  BlockProposalsMaker,
  IpBlocksService,
];

/** What an application runs beside it, so that blocks are seen and enforced. */
export const BLOCK_ENFORCEMENT = [
  BlockHitStore,
  BlockHits,
  BlockRefresh,
  BlockEnforcement,
  IpBlockGuard,
  IpBlockMiddleware,
];
