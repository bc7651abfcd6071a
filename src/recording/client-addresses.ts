import { Injectable, Logger } from '@nestjs/common';
import type { IpAddress } from '../address/ip-address.js';
import type { ClientAddress } from '../request/client-ip.js';

/** Counts requests whose address was missing or unreadable, and warns of each kind once. */
@Injectable()
export class ClientAddresses {
  private readonly logger = new Logger('AuditTrail');
  fellBackToSocket = 0;
  withoutAddress = 0;

  /** The address to record, or `null`: nothing is recorded. */
  count({ address, from }: ClientAddress): IpAddress | null {
    if (from === 'unreadable' && address !== null && ++this.fellBackToSocket === 1) {
      this.logger.warn(
        'A request came with an IP address that cannot be read; the address of its socket was recorded instead. Check the trust setting of the HTTP server, or the option "ip". Said once; stats().fellBackToSocket counts them.',
      );
    }
    if (address === null && ++this.withoutAddress === 1) {
      this.logger.warn(
        'A request came without an IP address, so nothing was recorded. Behind a Unix socket the option "ip" must say where the address is. Said once; stats().withoutAddress counts them.',
      );
    }
    return address;
  }
}
