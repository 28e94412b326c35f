// Users and device secrets in PostgreSQL.
import { and, eq } from 'drizzle-orm';
import type { AgentId } from '@cordboard/domain';
import type { Database } from './database.ts';
import { deviceSecrets, users } from './schema.ts';
import type { User, UserStore } from './store.ts';

type Row = typeof users.$inferSelect;
const userOf = (row: Row): User => ({ ...row, agentId: row.agentId as AgentId });

export const createUserStore = (database: () => Database): UserStore => ({
  async byLogin(tenantId, login) {
    const rows = await database().attempt((orm) =>
      orm
        .select()
        .from(users)
        .where(and(eq(users.tenantId, tenantId), eq(users.login, login))),
    );
    return rows[0] === undefined ? null : userOf(rows[0]);
  },

  async save(user) {
    const { login, passwordHash, disabled } = user;
    await database().attempt((orm) =>
      orm
        .insert(users)
        .values(user)
        .onConflictDoUpdate({ target: [users.tenantId, users.agentId], set: { login, passwordHash, disabled } }),
    );
  },

  async list(tenantId) {
    const rows = await database().attempt((orm) =>
      orm.select().from(users).where(eq(users.tenantId, tenantId)).orderBy(users.login),
    );
    return rows.map(userOf);
  },

  async saveDeviceSecret(tenantId, deviceId, realm, ha1) {
    await database().attempt((orm) =>
      orm
        .insert(deviceSecrets)
        .values({ tenantId, deviceId, realm, ...ha1 })
        .onConflictDoUpdate({
          target: [deviceSecrets.tenantId, deviceSecrets.deviceId, deviceSecrets.realm],
          set: { ...ha1 },
        }),
    );
  },

  deviceSecrets: (tenantId) =>
    database().attempt((orm) =>
      orm
        .select({
          deviceId: deviceSecrets.deviceId,
          realm: deviceSecrets.realm,
          md5: deviceSecrets.md5,
          sha256: deviceSecrets.sha256,
        })
        .from(deviceSecrets)
        .where(eq(deviceSecrets.tenantId, tenantId))
        .orderBy(deviceSecrets.deviceId),
    ),
});
