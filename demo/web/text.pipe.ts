import { type ArgumentMetadata, BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';

/** No database keeps all of these, and nobody types them. */
const UNPRINTABLE = /(?![\n\r\t])[\p{Cc}\p{Cs}]/u;

/** A field of a form or a JSON body that must be some text. */
@Injectable()
export class TextPipe implements PipeTransform<unknown, string> {
  constructor(private readonly limits: { readonly max: number; readonly min?: number }) {}

  transform(value: unknown, { data: field = 'The text' }: ArgumentMetadata): string {
    const { min = 1, max } = this.limits;
    const text = typeof value === 'string' ? value.trim() : '';
    if (text.length < min || text.length > max)
      throw new BadRequestException(`${field}: ${min} to ${max} characters, please.`);
    if (UNPRINTABLE.test(text))
      throw new BadRequestException(`${field}: has characters that cannot be shown.`);
    return text;
  }
}
