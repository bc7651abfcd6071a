import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditTrailEntry } from 'nest-audit-trail';
import { TrailController } from './trail.controller.js';
import { TrailService } from './trail.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AuditTrailEntry])],
  controllers: [TrailController],
  providers: [TrailService],
})
export class TrailModule {}
