import { expect, it } from '@jest/globals';
import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { AuditTrailService } from '../../src/index.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import { send } from '../support/http-servers.js';

/** As docs/recording.md shows it. */
@Controller('health')
class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(AuditTrailService) private readonly trail: AuditTrailService,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([
      async () => {
        const { status, ...details } = await this.trail.health();
        const indicator = this.indicators.check('audit-trail');
        return status === 'down' ? indicator.down(details) : indicator.up(details);
      },
    ]);
  }
}

describeEachForum(
  'a health indicator of @nestjs/terminus',
  { imports: [TerminusModule.forRoot({ logger: false })], controllers: [HealthController] },
  (forum) => {
    it('is up while entries can be written', async () => {
      const { status, json } = await send(forum().url, { path: '/health' });
      expect(status).toBe(200);
      expect(json).toMatchObject({
        status: 'ok',
        details: { 'audit-trail': { status: 'up', waiting: 0, failed: 0 } },
      });
    });

    it('is down while they cannot, and up again when they can', async () => {
      await forum().dataSource.query('ALTER TABLE audit_trail_entry RENAME TO not_here');
      try {
        const { status, json } = await send(forum().url, { path: '/health' });
        expect(status).toBe(503);
        expect(json).toMatchObject({ error: { 'audit-trail': { status: 'down' } } });
      } finally {
        await forum().dataSource.query('ALTER TABLE not_here RENAME TO audit_trail_entry');
      }
      expect(await send(forum().url, { path: '/health' })).toMatchObject({ status: 200 });
    });
  },
);
