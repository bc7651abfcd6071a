import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';

/** A name to register: the same for everybody who reads it aloud. */
@Injectable()
export class NamePipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    const name = typeof value === 'string' ? value.trim().toLowerCase() : '';
    if (/^[a-z0-9][a-z0-9_-]{2,29}$/.test(name)) return name;
    throw new BadRequestException('name: 3 to 30 letters, digits, hyphens and underscores, please.');
  }
}
