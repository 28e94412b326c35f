// The statements that write a batch of journal entries, and what is derived from them, in one transaction and one round trip.
import type { ClientBase, QueryConfig } from 'pg';
import type { Database } from './database.ts';
import { deriveRows, type DerivedRows } from './derived-rows.ts';
import type { JournalLine } from './journal-line.ts';
import { isDuplicate } from './outage.ts';

/** Somebody else has written other events under the same numbers: two owners of one journal, or a database that was replaced. */
export class JournalConflict extends Error {}

const insertEntries = `insert into journal (tenant_id, seq, at, type, body)
  select $1, seq, at, type, body from unnest($2::bigint[], $3::bigint[], $4::text[], $5::json[]) as x (seq, at, type, body)`;

const insertAll = `with entries as (${insertEntries}),
calls as (
  insert into call_records (tenant_id, call_id, seq, started_at, queue_id, agent_ids, record)
  select $1, call_id, seq, started_at, queue_id, agent_ids::text[], record
  from unnest($6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::json[])
    as x (call_id, seq, started_at, queue_id, agent_ids, record)
  on conflict do nothing),
ended as (
  update agent_states s set to_ms = x.at from unnest($12::text[], $13::bigint[], $14::bigint[]) as x (agent_id, seq, at)
  where s.tenant_id = $1 and s.agent_id = x.agent_id and s.to_ms is null and s.seq < x.seq),
states as (
  insert into agent_states (tenant_id, agent_id, seq, state, reason, from_ms, to_ms)
  select $1, x.* from unnest($15::text[], $16::bigint[], $17::text[], $18::text[], $19::bigint[], $20::bigint[]) as x
  on conflict (tenant_id, agent_id, seq) do update set to_ms = coalesce(agent_states.to_ms, excluded.to_ms))
insert into recordings as r (tenant_id, recording_id, call_id, path, started_at, duration_ms, state)
  select $1, x.* from unnest($21::text[], $22::text[], $23::text[], $24::bigint[], $25::bigint[], $26::text[]) as x
  on conflict (tenant_id, recording_id) do update set
    path = coalesce(excluded.path, r.path), started_at = coalesce(r.started_at, excluded.started_at),
    duration_ms = coalesce(excluded.duration_ms, r.duration_ms),
    state = case when excluded.state = 'recording' then r.state else excluded.state end`;

/** PostgreSQL's text holds no U+0000; what callers sent may. */
const clean = (text: string): string => text.replaceAll('\0', '\uFFFD');
const cleanOrNull = (text: string | null): string | null => (text === null ? null : clean(text));
/** An array as one element of an array: arrays of PostgreSQL cannot be ragged. */
const arrayText = (items: readonly string[]): string =>
  `{${items.map((item) => `"${clean(item).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

function entryValues(tenantId: string, lines: readonly JournalLine[]): unknown[] {
  return [
    tenantId,
    lines.map(({ seq }) => seq),
    lines.map(({ event }) => event.at),
    lines.map(({ event }) => event.type),
    lines.map(({ body }) => body),
  ];
}

function derivedValues({ calls, ends, states, recordings }: DerivedRows): unknown[] {
  return [
    calls.map(({ record }) => clean(record.callId)),
    calls.map(({ seq }) => seq),
    calls.map(({ record }) => record.startedAt),
    calls.map(({ record }) => cleanOrNull(record.queueId)),
    calls.map(({ record }) => arrayText(record.agentIds)),
    calls.map(({ record }) => JSON.stringify(record)),
    ends.map(({ agentId }) => clean(agentId)),
    ends.map(({ seq }) => seq),
    ends.map(({ at }) => at),
    states.map(({ agentId }) => clean(agentId)),
    states.map(({ seq }) => seq),
    states.map(({ state }) => state),
    states.map(({ reason }) => clean(reason)),
    states.map(({ fromMs }) => fromMs),
    states.map(({ toMs }) => toMs),
    recordings.map(({ recordingId }) => clean(recordingId)),
    recordings.map(({ callId }) => clean(callId)),
    recordings.map(({ path }) => cleanOrNull(path)),
    recordings.map(({ startedAt }) => startedAt),
    recordings.map(({ durationMs }) => durationMs),
    recordings.map(({ state }) => state),
  ];
}

function statement(tenantId: string, lines: readonly JournalLine[]): QueryConfig {
  const derived = deriveRows(lines);
  const values = entryValues(tenantId, lines);
  if (derived === null) return { name: 'journal-entries', text: insertEntries, values };
  return { name: 'journal-all', text: insertAll, values: [...values, ...derivedValues(derived)] };
}

/**
 * Writes entries in one transaction on a connection of the journals' pool.
 * @param timeoutMs how long the answer may take; afterwards the outcome is unknown.
 * @throws JournalConflict, or what the connection throws: then, too, the outcome may be unknown.
 */
export async function commitEntries(
  database: Database,
  tenantId: string,
  lines: readonly JournalLine[],
  timeoutMs: number,
): Promise<void> {
  const until = performance.now() + timeoutMs;
  const client = await database.journalPool.connect();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the commit did not return in time')), until - performance.now());
  });
  try {
    await Promise.race([writeEntries(client, tenantId, lines), tooLate]);
    client.release();
  } catch (error) {
    // A connection that failed is not used again: what it still does is unknown.
    client.release(error as Error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Writes entries that may have been written before by a commit whose answer was lost: those are compared and left alone.
 * @throws JournalConflict when what is there is something else.
 */
async function writeEntries(client: ClientBase, tenantId: string, lines: readonly JournalLine[]): Promise<void> {
  try {
    await client.query(statement(tenantId, lines));
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const rest = await withoutWritten(client, tenantId, lines);
    if (rest.length === lines.length) throw error;
    if (rest.length > 0) await client.query(statement(tenantId, rest));
  }
}

async function withoutWritten(
  client: ClientBase,
  tenantId: string,
  lines: readonly JournalLine[],
): Promise<readonly JournalLine[]> {
  const { rows } = await client.query<{ seq: string; body: string }>(
    'select seq, body::text as body from journal where tenant_id = $1 and seq between $2 and $3',
    [tenantId, lines[0]?.seq, lines.at(-1)?.seq],
  );
  const written = new Map(rows.map(({ seq, body }) => [Number(seq), body]));
  return lines.filter(({ seq, body }) => {
    const there = written.get(seq);
    if (there === undefined) return true;
    // `json` keeps the text as it was sent.
    if (there !== body)
      throw new JournalConflict(`journal of ${tenantId}: entry ${seq} in the database is another event`);
    return false;
  });
}
