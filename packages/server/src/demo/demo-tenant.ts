// Sets the demonstration up when there is nothing yet, and tells its passwords once.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../storage/store.ts';
import { demoConfiguration } from './demo-configuration.ts';
import { ha1Of, newPassword } from './passwords.ts';

export type Login = { readonly login: string; readonly name: string; readonly role: string; readonly password: string };
export type Phone = { readonly user: string; readonly password: string };

export type FirstStart = {
  readonly tenantId: string;
  readonly logins: readonly Login[];
  readonly phones: readonly Phone[];
  /** Where the passwords can be read again until somebody deletes it. */
  readonly file: string;
};

export type DemoParts = {
  readonly store: Pick<Store, 'tenants' | 'saveConfiguration' | 'users'>;
  /** Argon2id in PHC form. */
  readonly hashPassword: (password: string) => Promise<string>;
  readonly tenantId: string;
  readonly sipRealm: string;
  readonly dataFolder: string;
};

/**
 * Does nothing when any tenant exists. The configuration is saved last: a start that was cut short leaves no tenant, and the next one
 * begins again with new passwords.
 *
 * @returns the passwords, or null when nothing was set up.
 */
export async function ensureDemoTenant(parts: DemoParts): Promise<FirstStart | null> {
  const { store, tenantId, sipRealm } = parts;
  if ((await store.tenants()).length > 0) return null;
  const configuration = demoConfiguration(tenantId);
  const roleNames = new Map(configuration.roles.map((role) => [role.id, role.name]));
  const logins = configuration.agents.map((agent) => ({
    login: agent.id,
    name: agent.name,
    role: roleNames.get(agent.roleId) ?? '',
    password: newPassword(),
  }));
  const phones = configuration.devices.map((device) => ({ user: device.id, password: newPassword() }));
  const file = writePasswords(parts.dataFolder, sipRealm, logins, phones);
  for (const agent of configuration.agents) {
    const { password = '' } = logins.find((each) => each.login === agent.id) ?? {};
    const passwordHash = await parts.hashPassword(password);
    await store.users.save({ tenantId, agentId: agent.id, login: agent.id, passwordHash, disabled: false });
  }
  for (const { user, password } of phones) {
    await store.users.saveDeviceSecret(tenantId, user, sipRealm, ha1Of(user, sipRealm, password));
  }
  await store.saveConfiguration(tenantId, configuration);
  return { tenantId, logins, phones, file };
}

const fileIn = (dataFolder: string): string => join(dataFolder, 'first-start.txt');

/** @returns where the passwords of the first start still lie, or null when somebody has deleted them, as he should. */
export function passwordsFile(dataFolder: string): string | null {
  const file = fileIn(dataFolder);
  return existsSync(file) ? file : null;
}

/** Only the owner may read it; an operator who has lost the terminal's first lines would otherwise have to start over. */
function writePasswords(folder: string, sipRealm: string, logins: readonly Login[], phones: readonly Phone[]): string {
  mkdirSync(folder, { recursive: true });
  const file = fileIn(folder);
  const lines = [
    'Made at the first start. Keep what you need elsewhere and delete this file: the server does not read it.',
    '',
    'Logins',
    ...logins.map((each) => `  ${each.login}  ${each.password}  ${each.name} (${each.role})`),
    '',
    `Phones (SIP realm ${sipRealm})`,
    ...phones.map((each) => `  ${each.user}  ${each.password}`),
    '',
  ];
  // A file that is there keeps its mode.
  rmSync(file, { force: true });
  writeFileSync(file, lines.join('\n'), { mode: 0o600 });
  return file;
}
