import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CategoriesService } from './categories.service.js';
import { Category } from './category.entity.js';
import { Thread } from './thread.entity.js';
import { ThreadsController } from './threads.controller.js';
import { ThreadsService } from './threads.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Category, Thread])],
  controllers: [ThreadsController],
  providers: [CategoriesService, ThreadsService],
  exports: [CategoriesService, ThreadsService],
})
export class ThreadsModule {}
