// Sign-in sessions in PostgreSQL, by the hash of their token.
import { and, eq, lte } from 'drizzle-orm';
import type { AgentId } from '@cordboard/domain';
import type { Database } from './database.ts';
import { sessions } from './schema.ts';
import type { SessionStore } from './store.ts';

export const createSessionStore = (database: () => Database): SessionStore => ({
  async save(session) {
    const { tokenHash: _, ...rest } = session;
    await database().attempt((orm) =>
      orm.insert(sessions).values(session).onConflictDoUpdate({ target: sessions.tokenHash, set: rest }),
    );
  },

  async byTokenHash(tokenHash) {
    const rows = await database().attempt((orm) =>
      orm.select().from(sessions).where(eq(sessions.tokenHash, tokenHash)),
    );
    const row = rows[0];
    if (row === undefined) return null;
    const { sessionId, tenantId, agentId, expiresAt } = row;
    return { sessionId, tenantId, agentId: agentId as AgentId, expiresAt };
  },

  async remove(tokenHash) {
    await database().attempt((orm) => orm.delete(sessions).where(eq(sessions.tokenHash, tokenHash)));
  },

  async removeAllOf(tenantId, agentId) {
    const { rowCount } = await database().attempt((orm) =>
      orm.delete(sessions).where(and(eq(sessions.tenantId, tenantId), eq(sessions.agentId, agentId))),
    );
    return rowCount ?? 0;
  },

  async removeExpired(nowMs) {
    const { rowCount } = await database().attempt((orm) => orm.delete(sessions).where(lte(sessions.expiresAt, nowMs)));
    return rowCount ?? 0;
  },
});
