import type { ValueTransformer } from 'typeorm';
import { parseIpAddress } from '../../address/ip-address.js';
import { keyOfAddress, textOfKey } from '../../address/sortable-key.js';

/** The database compares keys, people read addresses. What is no address is kept as it is and so matches nothing. */
export const ADDRESS_KEY: ValueTransformer = {
  to: (ip: string | null | undefined) => {
    const address = parseIpAddress(ip);
    return address === null ? ip : keyOfAddress(address);
  },
  from: (key: string | null) => (key === null ? null : textOfKey(key)),
};
