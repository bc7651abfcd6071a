import { parseArgs } from 'node:util';
import { machine } from '../support/machine.js';
import { compareGrowth } from './growth.js';
import type { RetentionDatabase } from './loaded-site.js';
import { compareRowsASecond } from './rows-a-second.js';
import { compareWriterBeside } from './writer-beside.js';

const { values } = parseArgs({
  options: {
    databases: { type: 'string', default: 'PostgreSQL,MariaDB,SQLite' },
    only: { type: 'string', default: 'writer,rate,growth' },
    entries: { type: 'string', default: '5000000' },
    delete: { type: 'string', default: '1000000' },
    /** The numbers of entries among which the same number is deleted. */
    sizes: { type: 'string', default: '1000000,5000000,10000000' },
    'delete-of-each': { type: 'string', default: '200000' },
    /** For the writer alone, before each of four parts of the pruning. */
    seconds: { type: 'string', default: '10' },
    /** Rows of one batch beside a writer; by default the database's own. */
    'batch-size': { type: 'string', default: '' },
  },
});
const [entries, old] = [Number(values.entries), Number(values.delete)];
const only = values.only.split(',');
const batch = values['batch-size'] === '' ? {} : { batchSize: Number(values['batch-size']) };

console.log(`${machine()}\n`);
for (const database of values.databases.split(',') as RetentionDatabase[]) {
  if (only.includes('writer'))
    await compareWriterBeside(database, entries, old, Number(values.seconds), batch);
  if (only.includes('rate')) await compareRowsASecond(database, entries, old);
  if (only.includes('growth')) {
    await compareGrowth(database, values.sizes.split(',').map(Number), Number(values['delete-of-each']));
  }
}
