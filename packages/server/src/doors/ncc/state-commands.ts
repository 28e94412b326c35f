// What is asked of a user's state: what he may choose himself is set at the core, which signs him in where he is not.
import { userStates, type UserStateName } from '@cordboard/contract/dialects/ncc';
import type { Command } from '@cordboard/domain';
import type { Attached } from './attached.ts';
import { failure, ok, refusal, type Outcome } from './outcome.ts';
import type { Telephones } from './telephones.ts';
import { reasonOf } from './user-state.ts';

type Asked = { readonly state: UserStateName; readonly reason?: string | undefined };

const ask = async (user: Attached, command: Command): Promise<Outcome> => {
  const reply = await user.command(command);
  return 'refused' in reply ? refusal(reply) : ok;
};

export async function changeUserState(user: Attached, { state, reason }: Asked, telephones: Telephones) {
  if (userStates[state].by === 'telephone') return failure(`state: ${state} comes from the telephone alone.`);
  const chosen =
    state === 'normal'
      ? ({ state: 'ready' } as const)
      : ({ state: 'notReady', reason: reasonOf(state, reason) } as const);
  if (user.agent === null || user.agent.deviceId === null) return signIn(user, chosen, telephones);
  if (!user.isHere) return failure('His telephone is not registered.');
  if (chosen.state === 'ready') return ask(user, { method: 'agent.setReady', params: {} });
  return ask(user, { method: 'agent.setNotReady', params: { reason: chosen.reason } });
}

function signIn(
  user: Attached,
  chosen: { readonly state: 'ready' | 'notReady'; readonly reason?: string },
  telephones: Telephones,
): Outcome | Promise<Outcome> {
  const deviceId = telephones.of(user.who);
  if (deviceId === null) {
    return failure('Which telephone is his is not known: none that is free is registered, or several are.');
  }
  return ask(user, { method: 'agent.signIn', params: { deviceId, ...chosen } });
}

export const signOut = (user: Attached): Promise<Outcome> => ask(user, { method: 'agent.signOut', params: {} });
