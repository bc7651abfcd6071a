/** The pure files, which are functions of values, by their room; and the tests that know them best. */
export const ROOMS = {
  address: {
    files: ['src/address/*.ts'],
    tests: ['cidr', 'ip-address', 'ip-words', 'sortable-key'],
  },
  options: {
    files: ['src/options/*.ts'],
    tests: ['options', 'default-options', 'secret-option', 'module-options'],
  },
  'linked-accounts': {
    files: ['src/investigation/linked-accounts/*.ts'],
    tests: ['linked-accounts/*'],
  },
  investigation: {
    files: ['src/investigation/{alternation,page-cursor,searched-range}.ts'],
    tests: ['alternation', 'page-cursor', 'searched-range'],
  },
  blocking: {
    files: [
      'src/blocking/{block-index,block-list-line,block-refusals,cidrs-between,crowded-subnets,family-index,forgotten-blocks}.ts',
      'src/blocking/{listed-group,listed-ranges,range-list,read-block-list,rule-columns,segment-directory,segment-sweep,sort-rows,write-block-list}.ts',
    ],
    tests: [
      'block-index',
      'block-lists',
      'block-proposals',
      'block-rebuilds',
      'block-refusals',
      'range-list',
    ],
  },
  retention: {
    files: [
      'src/storage/retention-rules.ts',
      'src/settings/{store-times,cutoff}.ts',
      'src/retention/due-time.ts',
    ],
    tests: ['due-time', 'retention-rules', 'retention-page', 'store-times'],
  },
};
