// A person changes his own password, and what it does to his programs.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { password, Town } from '../support/call-centre.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

test('the old one no longer signs in, the new one does, and his work goes on meanwhile', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const change = (oldPassword: string, newPassword: string) =>
    anna.client.call('session.changePassword', { oldPassword, newPassword });
  await expect(change('guessed', 'a finer password')).rejects.toMatchObject({ refused: 'wrongPassword' });
  await expect(change(password, 'x')).rejects.toMatchObject({ refused: 'invalidParameter', field: 'newPassword' });
  expect(await change(password, 'a finer password')).toEqual({});
  expect(anna.agent.state).toBe('ready');
  const again = { login: '2001', tenant: centre.configuration.tenant.id };
  const { client } = await centre.person('2002');
  await expect(client.signIn({ ...again, password })).rejects.toMatchObject({ refused: 'notAuthenticated' });
  expect(await client.signIn({ ...again, password: 'a finer password' })).toMatchObject({ agent: { agentId: '2001' } });
});
