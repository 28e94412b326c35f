// Reads what is derived from the journal: call records, agent state intervals, recordings.
import { and, arrayContains, desc, eq, gt, gte, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { AgentId, CallRecord, Ms } from '@cordboard/domain';
import { limits } from '../limits.ts';
import type { Database } from './database.ts';
import { agentStates, callRecords, recordings } from './schema.ts';
import type { CallRecordFilter, Recording, RecordingFilter, StateInterval } from './store.ts';

const rowLimit = (asked: number): number => Math.max(0, Math.min(Math.trunc(asked), limits.historyMaxRows));

/** Newest first; `before` is the call at which the last page ended. */
export async function findCallRecords(
  database: Database,
  tenantId: string,
  filter: CallRecordFilter,
): Promise<readonly CallRecord[]> {
  const { callId, agentId, queueId, fromMs, toMs, before } = filter;
  const table = callRecords;
  const rows = await database.attempt((orm) =>
    orm
      .select({ record: table.record })
      .from(table)
      .where(
        and(
          eq(table.tenantId, tenantId),
          callId === undefined ? undefined : eq(table.callId, callId),
          agentId === undefined ? undefined : arrayContains(table.agentIds, [agentId]),
          queueId === undefined ? undefined : eq(table.queueId, queueId),
          fromMs === undefined ? undefined : gte(table.startedAt, fromMs),
          toMs === undefined ? undefined : lt(table.startedAt, toMs),
          before === undefined
            ? undefined
            : sql`${table.seq} < (select seq from call_records where tenant_id = ${tenantId} and call_id = ${before})`,
        ),
      )
      .orderBy(desc(table.seq))
      .limit(rowLimit(filter.limit)),
  );
  // Records of before there were marks have none.
  return rows.map(({ record }) => ({ ...record, grade: record.grade ?? null }));
}

/** Intervals that touch `fromMs` ≤ t < `toMs`, oldest first; what lasted no time is left out. */
export async function findStates(
  database: Database,
  tenantId: string,
  filter: { readonly agentId?: AgentId; readonly fromMs: Ms; readonly toMs: Ms; readonly limit: number },
): Promise<readonly StateInterval[]> {
  const table = agentStates;
  const rows = await database.attempt((orm) =>
    orm
      .select()
      .from(table)
      .where(
        and(
          eq(table.tenantId, tenantId),
          filter.agentId === undefined ? undefined : eq(table.agentId, filter.agentId),
          lt(table.fromMs, filter.toMs),
          or(isNull(table.toMs), and(gt(table.toMs, filter.fromMs), gt(table.toMs, table.fromMs))),
        ),
      )
      .orderBy(table.fromMs, table.seq)
      .limit(rowLimit(filter.limit)),
  );
  return rows.map(({ agentId, state, reason, fromMs, toMs }) => ({
    agentId: agentId as AgentId,
    state,
    reason,
    fromMs,
    toMs,
  }));
}

/** Newest first. */
export async function findRecordings(
  database: Database,
  tenantId: string,
  filter: RecordingFilter,
): Promise<readonly Recording[]> {
  const table = recordings;
  const rows = await database.attempt((orm) =>
    orm
      .select()
      .from(table)
      .where(
        and(
          eq(table.tenantId, tenantId),
          filter.recordingId === undefined ? undefined : eq(table.recordingId, filter.recordingId),
          filter.callId === undefined ? undefined : eq(table.callId, filter.callId),
          filter.toMs === undefined ? undefined : lte(table.startedAt, filter.toMs),
        ),
      )
      .orderBy(sql`${table.startedAt} desc nulls last`)
      .limit(rowLimit(filter.limit)),
  );
  return rows.map(({ tenantId: _, recordingId, callId, ...rest }) => ({
    recordingId: recordingId as Recording['recordingId'],
    callId: callId as Recording['callId'],
    ...rest,
  }));
}
