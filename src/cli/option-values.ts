import { InvalidArgumentError, Option } from 'commander';

/** The file of the data source, as TypeORM's own command calls it. */
export function dataSourceOption(): Option {
  return new Option(
    '-d, --data-source <file>',
    'the compiled file that exports the DataSource, such as dist/data-source.js',
  ).makeOptionMandatory();
}

export function wholeNumberOption(flags: string, description: string, least: number, most: number): Option {
  return new Option(flags, description).argParser((text: string) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Wanted a whole number from ${least} to ${most}.`);
  });
}

/** Who asks, for the log of lookups. */
export function byOptions(): [Option, Option] {
  return [
    new Option('--staff <id>', 'who asks, for the log of lookups (default: system)'),
    new Option('--reason <text>', 'why, for the log of lookups'),
  ];
}
