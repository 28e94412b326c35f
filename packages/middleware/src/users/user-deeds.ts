// What `cordboard-middleware user …` does: users are made by who runs the middleware, never through HTTP.
import { hashPassword, passwordFault, SettingError } from '@cordboard/server/parts';
import { limits } from '../limits.ts';
import type { UserDeed } from '../settings/invocation.ts';
import type { People } from '../storage/people.ts';

/**
 * @param askPassword asks for one, as often as it is needed.
 * @returns what is to be said about it.
 * @throws SettingError when it cannot be done.
 */
export async function doUserDeed(
  people: People,
  deed: UserDeed,
  login: string,
  askPassword: () => Promise<string>,
): Promise<string> {
  if (deed === 'list') return listed(await people.list());
  if (login.length > limits.loginMaxCharacters)
    throw new SettingError('user', `a login has at most ${limits.loginMaxCharacters} characters`);
  if (deed === 'add') {
    if (!(await people.add(login, await hashed(askPassword))))
      throw new SettingError('user', `there is a user ${login} already`);
    return `added ${login}\n`;
  }
  const isDone = await {
    password: async () => people.setPassword(login, await hashed(askPassword)),
    disable: () => people.setDisabled(login, true),
    enable: () => people.setDisabled(login, false),
    remove: () => people.remove(login),
  }[deed]();
  if (!isDone) throw new SettingError('user', `there is no user ${login}`);
  return `${deed}: ${login}\n`;
}

async function hashed(askPassword: () => Promise<string>): Promise<string> {
  const password = await askPassword();
  const fault = passwordFault(password);
  if (fault !== null) throw new SettingError('password', `the password is ${fault}`);
  return await hashPassword(password);
}

const listed = (users: Awaited<ReturnType<People['list']>>): string =>
  users
    .map(({ login, isDisabled, sessions, dropped }) => {
      const facts = [
        isDisabled ? 'disabled' : '',
        `${sessions} sessions`,
        dropped > 0 ? `${dropped} events dropped` : '',
      ];
      return `${login}  ${facts.filter((fact) => fact !== '').join(', ')}\n`;
    })
    .join('');
