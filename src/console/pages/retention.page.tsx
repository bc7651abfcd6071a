import type { PruneReport } from '../../retention/prune-report.js';
import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { documentOf, Layout } from './layout.js';
import { Moment, Table, Token } from './parts.js';
import type { View } from './view.js';

export interface RetentionData {
  readonly storeDays: number | 'forever';
  /** Days after which entries without addresses go; `null`: they go with their address. */
  readonly keepDays: number | null;
  /** The cron expression, `null` where this process does not prune. */
  readonly cron: string | null;
  readonly oldestAddress: Date | null;
  readonly isOverdue: boolean;
  readonly lastRun: PruneReport | null;
  readonly dryRun: PruneReport | null;
}

export function retentionPage(view: View, data: RetentionData): string {
  return documentOf(
    <Layout view={view} title={SAY.retention.title} current="retention">
      <h1>{SAY.retention.title}</h1>
      {data.isOverdue && (
        <p class="note bad" role="alert">
          {SAY.retention.overdue}
        </p>
      )}
      <div class="two">
        <section class="card">
          <h2>{SAY.retention.storeTime}</h2>
          <p class="big">
            {data.storeDays === 'forever' ? SAY.retention.forever : SAY.retention.days(data.storeDays)}
          </p>
          {data.keepDays !== null && <p>{SAY.retention.keepEntries(data.keepDays)}</p>}
          <dl class="facts-list">
            <dt>{SAY.retention.oldest}</dt>
            <dd>{data.oldestAddress === null ? '–' : <Moment view={view} at={data.oldestAddress} />}</dd>
            <dt>{SAY.retention.scheduled}</dt>
            <dd>{data.cron === null ? SAY.retention.notScheduled : <code>{data.cron}</code>}</dd>
          </dl>
          {!data.isOverdue && <p class="note good">{SAY.retention.onTime}</p>}
        </section>
        <section class="card">
          <h2>{SAY.retention.lastRun}</h2>
          {data.lastRun === null ? (
            <p>{SAY.retention.never}</p>
          ) : (
            <Report view={view} report={data.lastRun} />
          )}
        </section>
        <section class="card">
          <h2>{SAY.retention.dryRun}</h2>
          <p class="soft small">{SAY.retention.dryRunHint}</p>
          <form method="post" action={`${view.root}retention/dry-run`}>
            <Token view={view} />
            <button class="plain">{SAY.retention.dryRun}</button>
          </form>
          {data.dryRun !== null && (
            <div role="status">
              <h3>{SAY.retention.dryRunDone}</h3>
              <Report view={view} report={data.dryRun} />
            </div>
          )}
        </section>
      </div>
    </Layout>,
  );
}

function Report({ view, report }: { view: View; report: PruneReport }): VNode {
  const seconds = (report.finishedAt.getTime() - report.startedAt.getTime()) / 1_000;
  return (
    <div>
      <p>
        <Moment view={view} at={report.startedAt} />, {seconds.toFixed(1)} s
      </p>
      {report.skipped !== undefined && <p class="note warn">{SAY.retention.skipped[report.skipped]}</p>}
      <Table
        label={SAY.retention.deleted}
        rows={Object.entries(report.deleted)}
        columns={[
          { title: SAY.columns.place, cell: ([place]) => place },
          { title: SAY.columns.rows, isNumber: true, cell: ([, rows]) => rows.toLocaleString('en-GB') },
        ]}
      />
      {report.remaining > 0 && (
        <p class="note warn">
          {SAY.retention.remaining}: {report.remaining.toLocaleString('en-GB')}
        </p>
      )}
      {report.errors.map(({ source, message }) => (
        <p class="note bad">
          {SAY.retention.errors}: {source}: {message}
        </p>
      ))}
    </div>
  );
}
