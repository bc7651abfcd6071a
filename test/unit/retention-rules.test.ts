import { describe, expect, it } from '@jest/globals';
import { getMetadataArgsStorage } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES } from '../../src/index.js';
import { RETENTION_RULES } from '../../src/storage/retention-rules.js';

/** Columns of text that hold no address, each with its reason. */
const WITHOUT_ADDRESS: Readonly<Record<string, string>> = {
  'AuditTrailEntry.id': 'made here, of time and chance',
  'AuditTrailEntry.userId': 'an account',
  'AuditTrailEntry.action': 'a name that a developer wrote',
  'AuditTrailEntry.entityType': 'the name of a class',
  'AuditTrailEntry.entityId': "the host's key of what was acted upon",
  'AuditTrailEntry.outcome': 'one of two words',
  'AuditTrailSetting.name': 'a name that a developer wrote',
  'AuditTrailSetting.value': 'options, a secret, counts and names of classes',
  'AuditTrailLease.name': 'a name that a developer wrote',
  'AuditTrailLease.holder': 'the name of a machine and a number; emptied of meaning by the next holder',
  'AuditTrailLease.token': 'chance',
  'AuditTrailLookup.id': 'made here, of time and chance',
  'AuditTrailLookup.staffId': 'an account',
  'AuditTrailLookup.kind': 'the name of a method',
  'AuditTrailLookup.userId': 'an account',
  'AuditTrailLookup.entityType': 'the name of a class',
  'AuditTrailLookup.entityId': "the host's key of what was asked about",
  'AuditTrailLookup.reason': 'addresses are taken out before it is stored',
  'AuditTrailHold.userId': 'an account',
  'AuditTrailHold.staffId': 'an account',
  'AuditTrailHold.reason': 'addresses are taken out before it is stored',
  'AuditTrailErasure.userHash': 'a keyed hash of an account',
  'AuditTrailBlock.id': 'made here, of time and chance',
  'AuditTrailBlock.effect': 'one of three words',
  'AuditTrailBlock.reason': 'addresses are taken out before it is stored',
  'AuditTrailBlock.staffId': 'an account',
  'AuditTrailBlock.liftedBy': 'an account',
  'AuditTrailBlock.liftReason': 'addresses are taken out before it is stored',
  'AuditTrailBlock.importId': 'chance',
};

const TEXT = /char|text|json|uuid|blob|binary|inet|cidr/;

describe('every column of the tables of the package that could hold an address', () => {
  const columns = getMetadataArgsStorage().columns.filter(({ target }) =>
    (AUDIT_TRAIL_ENTITIES as unknown[]).includes(target),
  );
  const texts = columns
    .filter(({ options }) => TEXT.test(String(options.type)))
    .map(({ target, propertyName }) => `${(target as { name: string }).name}.${propertyName}`);
  const emptied = RETENTION_RULES.filter(({ at }) => at === 'storeTime').flatMap(({ entity, leaves }) =>
    leaves === 'row' ? [] : leaves.map((property) => `${(entity as { name: string }).name}.${property}`),
  );

  it('is emptied at the store time by a rule, or is known to hold none', () => {
    expect(texts.length).toBeGreaterThan(20);
    // A rule may empty numbers as well.
    const emptiedTexts = emptied.filter((name) => texts.includes(name));
    expect(texts.toSorted()).toEqual([...Object.keys(WITHOUT_ADDRESS), ...emptiedTexts].toSorted());
  });

  it('belongs to an entity that the rules or the reasons name', () => {
    const known = new Set([...Object.keys(WITHOUT_ADDRESS), ...emptied].map((name) => name.split('.')[0]));
    expect(AUDIT_TRAIL_ENTITIES.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it('is emptied of what every rule names, and each rule has a name of its own', () => {
    const properties = columns.map(
      ({ target, propertyName }) => `${(target as { name: string }).name}.${propertyName}`,
    );
    const named = RETENTION_RULES.flatMap(({ entity, leaves, by }) =>
      [by, ...(leaves === 'row' ? [] : leaves)].map(
        (property) => `${(entity as { name: string }).name}.${property}`,
      ),
    );
    expect(named.filter((name) => !properties.includes(name))).toEqual([]);
    expect(new Set(RETENTION_RULES.map(({ place }) => place)).size).toBe(RETENTION_RULES.length);
  });
});
