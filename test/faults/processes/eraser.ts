import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PersonalDataService } from '../../../src/index.js';
import { trailOfProcess } from './trail-of-process.js';

/** An application in a process of its own that erases a user when it is told to; it lives until it is killed. */
@Module({
  imports: trailOfProcess(),
})
class EraserModule {}

const app = await NestFactory.createApplicationContext(EraserModule, { logger: false });
process.once('disconnect', () => process.exit());
process.on('message', ({ userId }: { userId: string }) => {
  void app
    .get(PersonalDataService)
    .erase(userId)
    .then((report) => process.send?.({ report }));
});
process.send?.({});
