import {
  Controller,
  Get,
  Inject,
  Post,
  Req,
  Res,
  type Type,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { AllowBlocked } from '../blocking/allow-blocked.decorator.js';
import { SkipAuditTrail } from '../recording/audit-trail.decorator.js';
import { ICON } from './assets/icon.js';
import { SCRIPT } from './assets/script.js';
import { STYLESHEET } from './assets/stylesheet.js';
import { ConsoleDesk } from './console-desk.js';
import type { AuditTrailConsoleOptions } from './console-options.js';
import { BlockListsHandler } from './handlers/block-lists.handler.js';
import { BlocksHandler } from './handlers/blocks.handler.js';
import { FindHandler } from './handlers/find.handler.js';
import { LookupHandler } from './handlers/lookup.handler.js';
import { LookupsHandler } from './handlers/lookups.handler.js';
import { RetentionHandler } from './handlers/retention.handler.js';
import { StartHandler } from './handlers/start.handler.js';
import { SafeHeadersGuard } from './http/safe-headers.guard.js';

/** The routes of one console: its path and its guards are known when it is registered. */
export function consoleController({ path, guards }: AuditTrailConsoleOptions): Type {
  // Lookups and blocks have records of their own, so that its routes are no entries.
  // Requests and responses are taken whole, so that no pipe of the application looks at them; what is answered is
  // written here, so that no interceptor wraps it.
  @Controller({ path, version: VERSION_NEUTRAL })
  @UseGuards(SafeHeadersGuard, ...guards)
  @AllowBlocked()
  class AuditTrailConsoleController {
    constructor(
      @Inject(ConsoleDesk) private readonly desk: ConsoleDesk,
      @Inject(StartHandler) private readonly startHandler: StartHandler,
      @Inject(FindHandler) private readonly findHandler: FindHandler,
      @Inject(LookupHandler) private readonly lookupHandler: LookupHandler,
      @Inject(BlocksHandler) private readonly blocksHandler: BlocksHandler,
      @Inject(BlockListsHandler) private readonly listsHandler: BlockListsHandler,
      @Inject(LookupsHandler) private readonly lookupsHandler: LookupsHandler,
      @Inject(RetentionHandler) private readonly retentionHandler: RetentionHandler,
    ) {}

    @Get()
    start(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'GET', depth: 0 }, ({ view }) =>
        this.startHandler.show(view),
      );
    }

    @Get('console.css')
    stylesheet(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'GET', depth: 1 }, () => ({
        status: 200,
        type: 'text/css',
        body: STYLESHEET,
      }));
    }

    @Get('console.js')
    script(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'GET', depth: 1 }, () => ({
        status: 200,
        type: 'text/javascript',
        body: SCRIPT,
      }));
    }

    @Get('icon.svg')
    icon(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'GET', depth: 1 }, () => ({
        status: 200,
        type: 'image/svg+xml',
        body: ICON,
      }));
    }

    @Post('find')
    @SkipAuditTrail()
    find(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 1 }, (ask) =>
        this.findHandler.find(ask),
      );
    }

    @Get('lookup/:id')
    lookup(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'GET', depth: 2 }, (ask) =>
        this.lookupHandler.open(ask),
      );
    }

    @Get('blocks')
    blocks(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'GET', depth: 1 }, (ask) =>
        this.blocksHandler.show(ask),
      );
    }

    @Post('blocks/add')
    @SkipAuditTrail()
    addBlock(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 2 }, (ask) =>
        this.blocksHandler.add(ask),
      );
    }

    @Post('blocks/lift')
    @SkipAuditTrail()
    liftBlock(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 2 }, (ask) =>
        this.blocksHandler.lift(ask),
      );
    }

    @Post('blocks/for-user')
    @SkipAuditTrail()
    blockUser(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 2 }, (ask) =>
        this.blocksHandler.addForUser(ask),
      );
    }

    @Post('blocks/change')
    @SkipAuditTrail()
    changeBlock(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 2 }, (ask) =>
        this.blocksHandler.change(ask),
      );
    }

    @Post('blocks/import')
    @SkipAuditTrail()
    importBlocks(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 2 }, (ask) =>
        this.listsHandler.import(ask),
      );
    }

    @Post('blocks/export')
    @SkipAuditTrail()
    exportBlocks(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 2 }, (ask) =>
        this.listsHandler.export(ask),
      );
    }

    @Post('proposals')
    @SkipAuditTrail()
    proposals(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 1 }, (ask) =>
        this.listsHandler.propose(ask),
      );
    }

    @Get('lookups')
    lookups(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'GET', depth: 1 }, (ask) =>
        this.lookupsHandler.show(ask),
      );
    }

    @Post('lookups')
    @SkipAuditTrail()
    searchLookups(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 1 }, (ask) =>
        this.lookupsHandler.search(ask),
      );
    }

    @Get('retention')
    retention(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'GET', depth: 1 }, (ask) =>
        this.retentionHandler.show(ask),
      );
    }

    @Post('retention/dry-run')
    @SkipAuditTrail()
    dryRun(@Req() request: object, @Res() response: object) {
      return this.desk.answer(request, response, { method: 'POST', depth: 2 }, (ask) =>
        this.retentionHandler.dryRun(ask),
      );
    }
  }
  return AuditTrailConsoleController;
}
