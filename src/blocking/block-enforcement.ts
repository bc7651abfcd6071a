import {
  type ExecutionContext,
  ForbiddenException,
  type HttpException,
  Inject,
  Injectable,
  Logger,
  type OnModuleInit,
  ServiceUnavailableException,
} from '@nestjs/common';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { clientAddressOf } from '../request/client-ip.js';
import { requestOf } from '../request/request-of.js';
import { BlockHits } from './block-hits.js';
import type { BlockPurpose } from './block-rule.js';
import { LiveBlocks } from './live-blocks.js';
import type { LoadedBlock } from './loaded-block.js';

/** What a client that is refused is told where the block has no message of its own. */
const DEFAULT_MESSAGE = 'Requests from your network are not accepted.';
/** Written into the environment for the night that it goes wrong. */
const SWITCH = 'AUDIT_TRAIL_BLOCKS';

/** Decides over requests, for the guard and the middleware. */
@Injectable()
export class BlockEnforcement implements OnModuleInit {
  private readonly logger = new Logger('AuditTrail');
  private readonly mode: ResolvedOptions['blocks']['enforce'];
  private readonly reported = new Set<string>();
  /** Requests whose address could not be read. */
  unreadable = 0;
  private hasWarnedOfExempt = false;

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LiveBlocks) private readonly live: LiveBlocks,
    @Inject(BlockHits) private readonly hits: BlockHits,
  ) {
    this.mode = isSwitchedOff() ? false : options.blocks.enforce;
  }

  onModuleInit(): void {
    if (isSwitchedOff()) {
      this.logger.warn(`Blocks refuse nobody: ${SWITCH}=off stands in the environment of this process.`);
    } else if (this.mode === 'report') {
      this.logger.warn(
        "Blocks refuse nobody: blocks.enforce is 'report'. What they would refuse is counted.",
      );
    }
  }

  /** Whether requests are looked at. */
  get isOn(): boolean {
    return this.mode !== false;
  }

  /** Whether a request can be decided over now; where not, ask `unavailable` after a wait. */
  get isReady(): boolean {
    return this.live.isLoaded || this.mode !== true;
  }

  /** What to throw at a client as long as nobody knows the blocks. */
  unavailable(): HttpException {
    return new ServiceUnavailableException('Not ready yet. Try again in a moment.');
  }

  requestIn(context: ExecutionContext): object {
    return this.options.request?.(context) ?? requestOf(context);
  }

  /**
   * What to throw at the client; `null`: let it through.
   *
   * @param mayBeExempt whether the host's `exempt` is asked: only where authentication has run
   */
  refusal(request: object, purpose: BlockPurpose, mayBeExempt: boolean): HttpException | null {
    if (this.mode === false) return null;
    const { address, from } = clientAddressOf(request, this.options);
    // What came is no address: that of the socket would be the proxy's, which nobody blocks.
    if (address === null || from !== 'request') return this.unreadableRefusal(request, mayBeExempt);
    const nowMs = this.clock.now();
    const block = this.live.index.match(address, purpose, nowMs);
    if (block === null || block === undefined) return null;
    if (block.effect !== 'allow' && mayBeExempt && this.isExempt(request)) return null;
    this.hits.count(block.id, nowMs);
    if (block.effect === 'allow') return null;
    if (this.mode === true) return new ForbiddenException(block.origin.message ?? DEFAULT_MESSAGE);
    this.report(block);
    return null;
  }

  private unreadableRefusal(request: object, mayBeExempt: boolean): HttpException | null {
    if (++this.unreadable === 1) {
      this.logger.warn(
        'A request came without an IP address that can be read, so that nobody can tell whether it is blocked. Check the trust setting of the HTTP server, or the option "ip"; what such clients get is the option "blocks.whenUnreadable". Said once.',
      );
    }
    if (this.options.blocks.whenUnreadable === 'pass' || this.mode !== true) return null;
    return mayBeExempt && this.isExempt(request) ? null : new ForbiddenException(DEFAULT_MESSAGE);
  }

  /** Nothing but `true` exempts: a promise or an object must not let everybody in. */
  private isExempt(request: object): boolean {
    const { exempt } = this.options.blocks;
    if (exempt === null) return false;
    let answer: unknown;
    try {
      answer = exempt(request);
    } catch (error) {
      answer = error;
    }
    if (typeof answer === 'boolean') return answer;
    if (!this.hasWarnedOfExempt) {
      this.hasWarnedOfExempt = true;
      const what = answer instanceof Error ? `threw ${answer.name}` : `answered ${typeof answer}`;
      this.logger.warn(
        `The option "blocks.exempt" ${what}; wanted true or false. Nobody is exempt by that. Said once.`,
      );
    }
    return false;
  }

  /** Of each block the first time; how often it would have, its hits tell. */
  private report({ id, effect }: LoadedBlock): void {
    if (this.reported.has(id)) return;
    this.reported.add(id);
    this.logger.log(
      `A request would have been refused by the block ${id} (${effect}). Further ones are counted as its hits.`,
    );
  }
}

function isSwitchedOff(): boolean {
  return process.env[SWITCH] === 'off';
}
