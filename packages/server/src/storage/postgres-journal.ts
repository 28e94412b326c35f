// The journal of one tenant on PostgreSQL: group commit, the spool while the database is away, and the way back.
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../limits.ts';
import type { Database, StorageLog } from './database.ts';
import { lineOf, type JournalLine } from './journal-line.ts';
import { readEntries } from './journal-reader.ts';
import { commitEntries, JournalConflict } from './journal-table.ts';
import type { MarkFile } from './mark-file.ts';
import { newestSnapshot, saveSnapshot } from './snapshots.ts';
import type { Spool } from './spool.ts';
import type { Journal, JournalEntry, WorldSnapshot } from './store.ts';

type Waiting = { readonly lines: readonly JournalLine[]; resolve: () => void; reject: (error: unknown) => void };
export type JournalParts = {
  readonly tenantId: string;
  readonly epoch: string;
  /** The spool is empty: opening drained it. */
  readonly spool: Spool;
  readonly lastSeq: number;
  readonly database: Database;
  readonly log: StorageLog;
  readonly mark: MarkFile;
};

export class PostgresJournal implements Journal {
  readonly epoch: string;
  readonly #parts: JournalParts;
  /** Durable up to here, in PostgreSQL or the spool. */
  #durable: number;
  /** The number that the next append must begin with. */
  #next: number;
  #waiting: Waiting[] = [];
  #waitingEntries = 0;
  #writing: Promise<void> | null = null;
  #lastCommitAt = -Infinity;
  #spooling = false;
  #conflict: string | null = null;
  #draining: Promise<void> | null = null;
  /** What decides between database and spool happens in turns. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #closing = new AbortController();
  #marked: number;
  #told = { reason: '', atMs: -Infinity };
  readonly #marking: NodeJS.Timeout;

  constructor(parts: JournalParts) {
    this.#parts = parts;
    this.epoch = parts.epoch;
    this.#durable = parts.lastSeq;
    this.#next = parts.lastSeq + 1;
    this.#marked = parts.lastSeq;
    this.#marking = setInterval(() => void this.#mark(), limits.journalMarkEveryMs).unref();
  }

  get spooled(): number {
    return this.#parts.spool.entries;
  }
  /** What is wrong, in words for /healthz; null: nothing. */
  get trouble(): string | null {
    if (this.#conflict !== null) return this.#conflict;
    return this.#spooling ? `${this.spooled} entries of ${this.#parts.tenantId} wait in the spool` : null;
  }

  lastSeq(): Promise<number> {
    return Promise.resolve(this.#durable);
  }
  snapshot(notAfter?: number): Promise<WorldSnapshot | null> {
    return newestSnapshot(this.#parts.database, this.#parts.tenantId, notAfter);
  }
  saveSnapshot(snapshot: WorldSnapshot): Promise<void> {
    return saveSnapshot(this.#parts.database, this.#parts.tenantId, snapshot);
  }
  read(afterSeq: number): AsyncIterable<readonly JournalEntry[]> {
    const { database, spool, tenantId } = this.#parts;
    return readEntries({ database, spool, tenantId, afterSeq, lastSeq: this.#durable });
  }

  append(entries: readonly JournalEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    if (this.#closing.signal.aborted) return Promise.reject(new Error('the journal is closed'));
    for (const [index, { seq }] of entries.entries()) {
      const expected = this.#next + index;
      if (seq !== expected) {
        return Promise.reject(new Error(`journal of ${this.#parts.tenantId}: entry ${seq} where ${expected} belongs`));
      }
    }
    if (this.#waitingEntries + entries.length > limits.journalMaxPendingEntries) {
      return Promise.reject(new Error(`journal of ${this.#parts.tenantId}: too many entries wait to be written`));
    }
    this.#next += entries.length;
    this.#waitingEntries += entries.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lines: entries.map(lineOf), resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** Writes until nothing waits; what arrives while a commit is under way goes with the next. */
  async #write(): Promise<void> {
    for (;;) {
      const pauseMs = this.#lastCommitAt + limits.journalCommitEveryMs - performance.now();
      if (pauseMs >= 1) await delay(pauseMs);
      // Everything that this turn of the event loop appends shares the commit.
      else await new Promise((resolve) => setImmediate(resolve));
      const group = this.#takeGroup();
      if (group.length === 0) break;
      this.#lastCommitAt = performance.now();
      const lines = group.flatMap((waiting) => waiting.lines);
      try {
        await this.#inTurn(() => this.#makeDurable(lines));
      } catch (error) {
        this.#refuseAll(group, error);
        continue;
      }
      this.#durable = lines.at(-1)?.seq ?? this.#durable;
      this.#waitingEntries -= lines.length;
      for (const { resolve } of group) resolve();
    }
    this.#writing = null;
  }

  #takeGroup(): Waiting[] {
    let entries = 0;
    let count = 0;
    for (const { lines } of this.#waiting) {
      if (count > 0 && entries + lines.length > limits.journalMaxBatchEntries) break;
      entries += lines.length;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  /** Nothing behind a lost entry may be written: it would leave a hole. The same entries may be appended again. */
  #refuseAll(group: readonly Waiting[], error: unknown): void {
    const refused = [...group, ...this.#waiting];
    this.#waiting = [];
    this.#waitingEntries = 0;
    this.#next = this.#durable + 1;
    for (const { reject } of refused) reject(error);
  }

  async #makeDurable(lines: readonly JournalLine[]): Promise<void> {
    if (!this.#spooling) {
      try {
        return await this.#commit(lines, limits.journalCommitTimeoutMs);
      } catch (error) {
        if (error instanceof JournalConflict) {
          this.#conflict = error.message;
          throw error;
        }
        this.#parts.log.error(
          {
            tenantId: this.#parts.tenantId,
            reason: (error as Error).message,
          },
          'the journal goes to the spool: the database does not take it',
        );
        this.#spooling = true;
        this.#draining = this.#drain();
      }
    }
    await this.#parts.spool.append(lines);
  }

  /** Rejects when the database refuses, is away, or does not answer in time; then the outcome is unknown. */
  #commit(lines: readonly JournalLine[], timeoutMs: number): Promise<void> {
    return commitEntries(this.#parts.database, this.#parts.tenantId, lines, timeoutMs);
  }

  /** Moves the spool to the database, page by page, as often as it takes; the last page in turn, so that nothing slips in behind it. */
  async #drain(): Promise<void> {
    let offset = 0;
    let retryMs: number = limits.journalDrainRetryMinMs;
    while (!this.#closing.signal.aborted) {
      try {
        await this.#parts.database.revive();
        offset = await this.#drainFrom(offset, (reached) => (offset = reached));
        const done = await this.#inTurn(() => this.#finishDrain(offset));
        if (done) break;
        retryMs = limits.journalDrainRetryMinMs;
      } catch (error) {
        if (error instanceof JournalConflict) this.#conflict = error.message;
        this.#tellOutage(error as Error);
        await delay(retryMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
        retryMs = Math.min(retryMs * 2, limits.journalDrainRetryMaxMs);
      }
    }
    this.#draining = null;
  }

  /** Once a minute, or when the reason changes: an outage may be long. */
  #tellOutage({ message: reason }: Error): void {
    const nowMs = performance.now();
    if (reason === this.#told.reason && nowMs - this.#told.atMs < limits.journalOutageLogEveryMs) return;
    this.#told = { reason, atMs: nowMs };
    const { tenantId, log } = this.#parts;
    log.warn({ tenantId, entries: this.spooled, reason }, 'the spool still waits for the database');
  }

  async #drainFrom(start: number, reached: (offset: number) => void): Promise<number> {
    for (let offset = start; ;) {
      const { entries, next } = await this.#parts.spool.read(offset);
      if (entries.length === 0) return offset;
      for (let at = 0; at < entries.length; at += limits.journalMaxBatchEntries) {
        const lines = entries.slice(at, at + limits.journalMaxBatchEntries).map(lineOf);
        await this.#commit(lines, limits.databaseQueryTimeoutMs);
      }
      offset = next;
      reached(offset);
    }
  }

  async #finishDrain(offset: number): Promise<boolean> {
    // The writer waits behind this turn: only what fits its patience is moved here.
    if (this.#parts.spool.size - offset > limits.spoolReadChunkBytes) return false;
    const { entries } = await this.#parts.spool.read(offset);
    if (entries.length > 0) await this.#commit(entries.map(lineOf), limits.journalCommitTimeoutMs);
    await this.#parts.spool.clear();
    this.#spooling = false;
    this.#conflict = null;
    this.#parts.log.info({ tenantId: this.#parts.tenantId }, 'the spool is in the database');
    return true;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #mark(): Promise<void> {
    const seq = this.#durable;
    if (seq === this.#marked) return;
    this.#marked = seq;
    await this.#parts.mark.write({ epoch: this.epoch, seq }).catch((error: unknown) => {
      this.#parts.log.warn({ reason: (error as Error).message }, 'cannot write the journal mark');
    });
  }

  /** Waits for what was appended; what is in the spool stays there for the next start. */
  async close(): Promise<void> {
    await this.#writing;
    this.#closing.abort();
    await this.#draining;
    clearInterval(this.#marking);
    await this.#mark();
    await this.#parts.spool.close();
  }
}
