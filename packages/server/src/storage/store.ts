// The storage port: the journal and what is made from it. Implemented on PostgreSQL; held by one conformance suite.
import type { AgentId, AgentState, CallId, CallRecord, Configuration, Event, Ms, RecordingId } from '@cordboard/domain';

/** An event with its place in the tenant's journal. `seq` grows by one per event, starting at 1, without holes. */
export type JournalEntry = { readonly seq: number; readonly event: Event };

export type WorldSnapshot = { readonly seq: number; readonly world: string };

export interface Journal {
  /** Changes only when history was lost or replaced (a restored backup); part of every public sequence number. */
  readonly epoch: string;
  /** The newest snapshot whose seq is at or below `notAfter`, or null. */
  snapshot(notAfter?: number): Promise<WorldSnapshot | null>;
  saveSnapshot(snapshot: WorldSnapshot): Promise<void>;
  /** Entries after `seq`, in order, in pages. Entries that sit in the spool only are included. */
  read(afterSeq: number): AsyncIterable<readonly JournalEntry[]>;
  /**
   * Makes entries durable, in one group commit with every other append of the last few milliseconds: in PostgreSQL, together with the
   * call records, state history and recording index that follow from them; while PostgreSQL is away, in the spool file beside the
   * data folder (fsync), from where they move to PostgreSQL when it is back. Resolves when durable; rejects only when both are gone.
   * A rejected append leaves the journal as before, and so do those that waited behind it: append the same entries again.
   */
  append(entries: readonly JournalEntry[]): Promise<void>;
  lastSeq(): Promise<number>;
}

export interface Store {
  /** Migrates and opens. */
  open(): Promise<void>;
  journal(tenantId: string): Promise<Journal>;
  configuration(tenantId: string): Promise<Configuration | null>;
  saveConfiguration(tenantId: string, configuration: Configuration): Promise<void>;
  tenants(): Promise<readonly string[]>;
  users: UserStore;
  sessions: SessionStore;
  audit(entry: AuditEntry): Promise<void>;
  callRecords(tenantId: string, filter: CallRecordFilter): Promise<readonly CallRecord[]>;
  stateHistory(
    tenantId: string,
    filter: { readonly agentId?: AgentId; readonly fromMs: Ms; readonly toMs: Ms; readonly limit: number },
  ): Promise<readonly StateInterval[]>;
  recordings(tenantId: string, filter: RecordingFilter): Promise<readonly Recording[]>;
  health(): { readonly ok: boolean; readonly detail: string; readonly spooled: number };
  close(): Promise<void>;
}

/** A recording as the index knows it. `path` is null while only its failure is known. */
export type Recording = {
  readonly recordingId: RecordingId;
  readonly callId: CallId;
  readonly path: string | null;
  readonly startedAt: Ms | null;
  readonly durationMs: Ms | null;
  readonly state: 'recording' | 'complete' | 'failed';
};
export type RecordingFilter = {
  readonly recordingId?: string;
  readonly callId?: string;
  readonly toMs?: Ms;
  readonly limit: number;
};

export type StateInterval = {
  readonly agentId: AgentId;
  readonly state: AgentState;
  readonly reason: string;
  readonly fromMs: Ms;
  readonly toMs: Ms | null;
};
export type CallRecordFilter = {
  readonly callId?: string;
  readonly agentId?: AgentId;
  readonly queueId?: string;
  readonly fromMs?: Ms;
  readonly toMs?: Ms;
  readonly before?: string;
  readonly limit: number;
};
export type AuditEntry = {
  readonly at: Ms;
  readonly tenantId: string;
  readonly who: string;
  readonly what: string;
  readonly address: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

export type User = {
  readonly tenantId: string;
  readonly agentId: AgentId;
  readonly login: string;
  /** Argon2id in PHC form. */
  readonly passwordHash: string;
  readonly disabled: boolean;
};

export interface UserStore {
  byLogin(tenantId: string, login: string): Promise<User | null>;
  save(user: User): Promise<void>;
  list(tenantId: string): Promise<readonly User[]>;
  /** SIP digest secrets of a device: HA1 for MD5 and SHA-256 over `user:realm:password`. */
  saveDeviceSecret(
    tenantId: string,
    deviceId: string,
    realm: string,
    ha1: { readonly md5: string; readonly sha256: string },
  ): Promise<void>;
  deviceSecrets(
    tenantId: string,
  ): Promise<
    readonly { readonly deviceId: string; readonly realm: string; readonly md5: string; readonly sha256: string }[]
  >;
}

export interface SessionStore {
  /** `tokenHash`: SHA-256 of the opaque token. */
  save(session: {
    readonly tokenHash: string;
    readonly sessionId: string;
    readonly tenantId: string;
    readonly agentId: AgentId;
    readonly expiresAt: Ms;
  }): Promise<void>;
  byTokenHash(tokenHash: string): Promise<{
    readonly sessionId: string;
    readonly tenantId: string;
    readonly agentId: AgentId;
    readonly expiresAt: Ms;
  } | null>;
  remove(tokenHash: string): Promise<void>;
  /** Ends all sessions of one person: his password changed, or he left. */
  removeAllOf(tenantId: string, agentId: AgentId): Promise<number>;
  removeExpired(nowMs: Ms): Promise<number>;
}
