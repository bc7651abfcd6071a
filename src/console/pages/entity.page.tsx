import { h } from '../libraries.js';
import { SAY } from '../sentences.js';
import { type EntryRow, Entries } from './entries.js';
import { documentOf, Layout } from './layout.js';
import { GoForm, Notes } from './parts.js';
import type { View } from './view.js';

export interface EntityData {
  readonly entityType: string;
  readonly entityId: string;
  readonly reason: string;
  readonly oldestKept: Date | null;
  readonly entries: {
    readonly rows: readonly EntryRow[];
    readonly next: string | null;
    readonly isFirst: boolean;
  };
}

export function entityPage(view: View, data: EntityData): string {
  return documentOf(
    <Layout view={view} title={SAY.entity.title}>
      <GoForm view={view} />
      <h1>
        {data.entityType} {data.entityId}
      </h1>
      <Notes view={view} reason={data.reason} oldestKept={data.oldestKept} />
      <Entries view={view} {...data.entries} heading={SAY.entity.entries} hides={['entity']} />
    </Layout>,
  );
}
