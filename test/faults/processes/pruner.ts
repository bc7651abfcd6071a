import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IpRetentionService } from '../../../src/index.js';
import { trailOfProcess } from './trail-of-process.js';

/**
 * An application in a process of its own that prunes when it is told to, and says what it reports. With `standsStillAt`
 * it stops, as by SIGSTOP from outside, once it has deleted so many entries.
 */
@Module({
  imports: trailOfProcess(),
})
class PrunerModule {}

const app = await NestFactory.createApplicationContext(PrunerModule, { logger: false });
process.once('disconnect', () => process.exit());
process.on('message', ({ standsStillAt = null }: { standsStillAt?: number | null }) => {
  let deletedBefore = 0;
  const onProgress = ({ source, deleted }: { source: string; deleted: number }): void => {
    if (source !== 'entries') return;
    process.send?.({ deleted });
    const isReached = standsStillAt !== null && deletedBefore < standsStillAt && deleted >= standsStillAt;
    deletedBefore = deleted;
    if (isReached) process.kill(process.pid, 'SIGSTOP');
  };
  void app
    .get(IpRetentionService)
    .prune({ onProgress })
    .then((report) => process.send?.({ report }));
});
process.send?.({});
