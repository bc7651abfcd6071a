import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import * as runtime from '../../src/index.js';
import * as testing from '../../src/testing.js';

const OPTIONS =
  'ipStoreDays prune keepEntries request user ip whenRecordingFails onRecorded retryForMs shutdownTimeoutMs maxWaiting ' +
  'userEntity describeUsers sharedRanges neverBlock lookupLogDays maxLookupsPerDay secret blocks';

/** What stands here is what applications rely on; changed by hand, together with the README and the CHANGELOG. */
const VALUES: Readonly<Record<string, string>> = {
  AuditTrailModule: 'static.forRoot static.forRootAsync',
  AuditTrail: '',
  SkipAuditTrail: '',
  AuditTrailInterceptor: 'intercept',
  AuditTrailService: 'record recordFor recordMany flush stats health',
  entityReference: '',
  StoresIp: '',
  IpRetentionService: 'prune lastRun register',
  InvestigationsService: 'open lookups',
  Investigation: 'entries ipsOfUser usersOfRange linkedAccounts compare',
  IpBlockGuard: 'canActivate',
  IpBlockMiddleware: 'use',
  ForSignUp: '',
  AllowBlocked: '',
  IpBlocksService: 'add lift list preview addForUser match import export proposals',
  PersonalDataService: 'export erase hold reassign',
  AuditTrailEntry: 'id createdAt userId ip action entityType entityId outcome snapshot',
  AUDIT_TRAIL_ENTITIES: '',
  AUDIT_TRAIL_MIGRATIONS: '',
  AuditTrailError: 'code value driverCode',
};

const TYPES: Readonly<Record<string, string>> = {
  AuditTrailOptions: OPTIONS,
  AuditTrailModuleOptions: `${OPTIONS} isGlobal dataSource`,
  AuditTrailModuleAsyncOptions: 'imports inject useFactory useClass useExisting isGlobal dataSource',
  AuditTrailOptionsFactory: 'createAuditTrailOptions',
  PruneOptions: 'cron batchSize pauseMs',
  BlocksOptions: 'refreshMs loadTimeoutMs whenUnreadable enforce exempt',
  CurrentUser: '',
  UserEntityOption: 'entity userId',
  UserDescription: 'name url staff createdAt',
  AuditTrailDecoratorOptions: 'action of entity user snapshot failedAttempts',
  Actor: 'user ip',
  RecordOptions: 'action snapshot manager',
  NewEntry: 'user ip entity action at snapshot',
  RecordingStats: 'waiting oldestWaitingMs written batches retries failed fellBackToSocket withoutAddress',
  RecordingHealth: 'status',
  EntityKey: '',
  EntityReference: 'type id',
  StoredIpOptions: 'createdAt userId',
  IpSource: 'name prune',
  IpSourceContext: 'manager dryRun batchSize signal',
  PruneRequest: 'dryRun signal onProgress force',
  PruneProgress: 'source deleted expected',
  PruneReport: 'startedAt finishedAt cutoff dryRun deleted remaining skipped errors',
  PersonalRecord:
    'kind id createdAt userId ip action entityType entityId outcome snapshot kind at reason ' +
    'kind id range effect reason createdAt expiresAt liftedAt kind entity column ip',
  PersonId: 'id',
  StaffAndReason: 'staffId reason',
  EntryFilter: 'userId range entityType entityId action outcome from to after limit',
  TimeWindow: 'from to',
  Page: 'items next oldestKept',
  Found: 'items truncated oldestKept',
  LinkedAccount: 'userId score strength shared sharedNetworks networks',
  LinkStrength: 'strong moderate weak',
  IpUse: 'ip network firstSeen lastSeen entries usersOnIp usersOnIpIsAtLeast',
  UserUse: 'userId firstSeen lastSeen entries ips',
  Use: 'entries firstSeen lastSeen',
  Comparison: 'users networks alternation truncated oldestKept',
  Alternation: 'userIds network from to switches',
  LookedUpUser: '',
  IpBlock:
    'id range effect reason message staffId createdAt expiresAt liftedAt liftedBy liftReason hits lastHitOn importId',
  BlockEffect: 'deny deny-sign-up allow',
  BlockPurpose: 'any sign-up',
  BlockTerms: 'effect reason message expiresAt staffId',
  NewBlock: 'range effect reason message expiresAt staffId staffIp force',
  BlockFilter: 'range effect live after limit',
  BlockPreview: 'addresses users activeUsers staff examples askedForStaff truncated',
  UserBlocks: 'added leftOut',
  BlockImport: 'importId added duplicate blocks refused',
  BlockImportTerms: 'dryRun staffIp force effect reason message expiresAt staffId',
  RefusedLine: 'line text code',
  BlockListFormat: 'plain nginx json',
  BlockProposal: 'kind range blocks listed preview',
  BlockProposals: 'items truncated',
  Lookup: 'id at staffId kind userId range reason results',
  LookupFilter: 'staffId userId range from to after limit',
  AuditTrailErrorCode:
    'INVALID_OPTIONS SCHEMA_MISSING UNSUPPORTED_DATABASE NOT_AN_ENTITY ENTITY_NOT_SAVED INVALID_USER INVALID_IP ' +
    'INVALID_TIME INVALID_ENTRY SNAPSHOT_TOO_LARGE NOT_RECORDED NOT_ANSWERED INVALID_RANGE RANGE_TOO_WIDE INVALID_CURSOR ' +
    'REASON_REQUIRED TOO_MANY_LOOKUPS ALREADY_BLOCKED NOT_BLOCKABLE HELD NOT_FOUND',
};

const TESTING_VALUES: Readonly<Record<string, string>> = {
  AuditTrailTestingModule: 'static.forRoot',
  RecordedEntries: 'all clear',
  expectRecorded: '',
  TestClock: 'set advance reset now',
  Clock: 'now',
  unauditedRoutes: '',
};

const TESTING_TYPES: Readonly<Record<string, string>> = {
  ExpectedEntry: 'userId action entity ip outcome snapshot',
  TestedApplication: 'get',
};

const root = fileURLToPath(new URL('../../', import.meta.url));

describe.each([
  ['index', runtime, VALUES, TYPES],
  ['testing', testing, TESTING_VALUES, TESTING_TYPES],
] as const)('the public surface of %s', (entry, exported, values, types) => {
  it('has exactly these names at run time', () => {
    expect(Object.keys(exported).toSorted()).toEqual(Object.keys(values).toSorted());
  });

  it('has exactly these values and types, with exactly these members', () => {
    const frozen = Object.entries({ ...values, ...types }).map(([name, members]) => [
      name,
      inOrder(members.split(' ')),
    ]);
    expect(shapesOfExports(join(root, `src/${entry}.ts`))).toEqual(Object.fromEntries(frozen));
  });
});

/** One text, so that a difference shows the whole shape in one line. */
function inOrder(members: readonly string[]): string {
  return members.toSorted().join(' ');
}

/** Each exported name with its public members: properties, methods, statics, or the texts of a union. */
function shapesOfExports(file: string): Record<string, string> {
  const configFile = join(root, 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    root,
  );
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} exports nothing`);
  return Object.fromEntries(
    checker.getExportsOfModule(module).map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return [symbol.name, inOrder(membersOf(target, checker))];
    }),
  );
}

function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  if ((symbol.flags & ts.SymbolFlags.Type) === 0) return [];
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const parts = type.isUnion() ? type.types : [type];
  const texts = parts.filter((part) => part.isStringLiteral()).map(({ value }) => value);
  const members = parts.flatMap((part) =>
    part
      .getProperties()
      .filter(isOurs)
      .map(({ name }) => name),
  );
  const statics =
    symbol.flags & ts.SymbolFlags.Class ? checker.getTypeOfSymbol(symbol).getProperties().filter(isOurs) : [];
  return [...texts, ...members, ...statics.map(({ name }) => `static.${name}`)];
}

const NEST_CALLS = /^(onModule(Init|Destroy)|onApplication(Bootstrap|Shutdown)|beforeApplicationShutdown)$/;
const INHERITED_FROM = /[\\/]node_modules[\\/](typescript|typeorm|@types)[\\/]/;

/** Neither private nor from a library (such as the members of `Error`), nor there for Nest to call. */
function isOurs({ name, declarations = [] }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const isPublic = (declaration: ts.Declaration) =>
    (ts.getCombinedModifierFlags(declaration) & hidden) === 0 &&
    !INHERITED_FROM.test(declaration.getSourceFile().fileName);
  return !NEST_CALLS.test(name) && declarations.some((one) => isPublic(one) && !isStripped(one));
}

/** The build leaves out of the published types what is `@internal`. */
function isStripped(declaration: ts.Declaration): boolean {
  return ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal');
}
