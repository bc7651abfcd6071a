import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';
import { TextPipe } from '../web/text.pipe.js';

const CHOICE = new TextPipe({ max: 100 });

/** The choices of a poll: a list in JSON, one line each in a form. */
@Injectable()
export class ChoicesPipe implements PipeTransform<unknown, string[]> {
  transform(value: unknown): string[] {
    const lines: unknown =
      typeof value === 'string' ? value.split('\n').filter((line) => line.trim()) : value;
    if (!Array.isArray(lines) || lines.length < 2 || lines.length > 10)
      throw new BadRequestException('choices: 2 to 10 of them, please, one a line.');
    return lines.map((line) => CHOICE.transform(line, { type: 'body', data: 'choices' }));
  }
}
