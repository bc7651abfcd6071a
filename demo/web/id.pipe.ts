import { Injectable, NotFoundException, type PipeTransform } from '@nestjs/common';

/** The largest key that an integer column holds. */
const MAX_ID = 2_147_483_647;

/** A key from the path; what cannot be one is not found, without asking the database. */
@Injectable()
export class IdPipe implements PipeTransform<unknown, number> {
  transform(value: unknown): number {
    const id = /^[1-9]\d{0,9}$/.test(String(value)) ? Number(value) : Infinity;
    if (id > MAX_ID) throw new NotFoundException('There is no such page.');
    return id;
  }
}
