// The tables of PostgreSQL: the journal, what is derived from it, and what people set up.
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  index,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { AgentState, CallRecord, Configuration, Event } from '@cordboard/domain';

/** Milliseconds since the Unix epoch, or a length in milliseconds: exact in a double for 285,000 years. */
const ms = (name: string) => bigint(name, { mode: 'number' });

// Documents are `json`, not `jsonb`: jsonb refuses U+0000 and lone surrogates, and one display name holding them would stop the journal.

export const tenants = pgTable('tenants', {
  tenantId: text('tenant_id').primaryKey(),
  configuration: json('configuration').$type<Configuration>().notNull(),
  updatedAt: ms('updated_at').notNull(),
});

export const journals = pgTable('journals', {
  tenantId: text('tenant_id').primaryKey(),
  epoch: uuid('epoch').notNull(),
});

export const journal = pgTable(
  'journal',
  {
    tenantId: text('tenant_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: ms('at').notNull(),
    type: text('type').notNull(),
    body: json('body').$type<Event>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.seq] })],
);

export const snapshots = pgTable(
  'snapshots',
  {
    tenantId: text('tenant_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    world: text('world').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.seq] })],
);

export const callRecords = pgTable(
  'call_records',
  {
    tenantId: text('tenant_id').notNull(),
    callId: text('call_id').notNull(),
    /** Of the event that ended the call; pages are cut by it. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    startedAt: ms('started_at').notNull(),
    queueId: text('queue_id'),
    agentIds: text('agent_ids').array().notNull(),
    record: json('record').$type<CallRecord>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.callId] }),
    uniqueIndex('call_records_seq').on(table.tenantId, table.seq),
    index('call_records_started').on(table.tenantId, table.startedAt),
    index('call_records_agents').using('gin', table.agentIds),
  ],
);

export const agentStates = pgTable(
  'agent_states',
  {
    tenantId: text('tenant_id').notNull(),
    agentId: text('agent_id').notNull(),
    /** Of the event that began the interval. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    state: text('state').$type<AgentState>().notNull(),
    reason: text('reason').notNull(),
    fromMs: ms('from_ms').notNull(),
    toMs: ms('to_ms'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.agentId, table.seq] }),
    index('agent_states_open')
      .on(table.tenantId, table.agentId)
      .where(sql`${table.toMs} is null`),
    index('agent_states_from').on(table.tenantId, table.fromMs),
  ],
);

export const recordings = pgTable(
  'recordings',
  {
    tenantId: text('tenant_id').notNull(),
    recordingId: text('recording_id').notNull(),
    callId: text('call_id').notNull(),
    path: text('path'),
    startedAt: ms('started_at'),
    durationMs: ms('duration_ms'),
    state: text('state').$type<'recording' | 'complete' | 'failed'>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.recordingId] }),
    index('recordings_call').on(table.tenantId, table.callId),
  ],
);

export const users = pgTable(
  'users',
  {
    tenantId: text('tenant_id').notNull(),
    agentId: text('agent_id').notNull(),
    login: text('login').notNull(),
    passwordHash: text('password_hash').notNull(),
    disabled: boolean('disabled').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.agentId] }),
    uniqueIndex('users_login').on(table.tenantId, table.login),
  ],
);

export const deviceSecrets = pgTable(
  'device_secrets',
  {
    tenantId: text('tenant_id').notNull(),
    deviceId: text('device_id').notNull(),
    realm: text('realm').notNull(),
    md5: text('md5').notNull(),
    sha256: text('sha256').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.deviceId, table.realm] })],
);

export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    sessionId: text('session_id').notNull(),
    tenantId: text('tenant_id').notNull(),
    agentId: text('agent_id').notNull(),
    expiresAt: ms('expires_at').notNull(),
  },
  (table) => [index('sessions_expiry').on(table.expiresAt)],
);

export const audit = pgTable(
  'audit',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: ms('at').notNull(),
    tenantId: text('tenant_id').notNull(),
    who: text('who').notNull(),
    what: text('what').notNull(),
    address: text('address').notNull(),
    detail: json('detail').$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [index('audit_at').on(table.tenantId, table.at)],
);
