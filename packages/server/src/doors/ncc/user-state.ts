// The state of a user as the CTI API shows an agent: absences come before what he does in his calls (NCC CTI API, states of users).
import type { AgentView } from '@cordboard/contract';
import { isAbsence, nccAgentStates, type UserStateName } from '@cordboard/contract/dialects/ncc';
import { secondsOf } from './seconds.ts';

export type UserState = {
  readonly state: UserStateName;
  readonly substates: readonly string[];
  readonly time?: number;
  readonly reason?: string;
};

export type Work = {
  readonly isRegistered: boolean;
  /** Since when he has talked in one of his calls (s since the Unix epoch); null: he does not. */
  readonly speakingSince: number | null;
  /** The call he works on after its end; null: it is not known. */
  readonly wrapUpCallId: string | null;
};

type Absence = { readonly state: UserStateName; readonly reason: string };

/** Why he is not ready, as the core keeps it: an absence by its name, with what else was said behind a colon; or words of the house. */
export function reasonOf(state: UserStateName, said = ''): string {
  if (state !== 'away') return said === '' ? state : `${state}:${said}`;
  return said === '' || isAbsence(said.split(':', 1)[0] ?? '') ? 'away' : said;
}

/** Null: nothing was chosen, he is only not ready. */
function absenceOf(reason: string): Absence | null {
  if (reason === '') return null;
  const [name = '', ...said] = reason.split(':');
  return isAbsence(name) ? { state: name, reason: said.join(':') } : { state: 'away', reason };
}

/** What he has chosen to be, now or when his call is over. */
function chosen({ state, reason, pending, returnsTo }: AgentView): Absence | null {
  if (state === 'ready') return null;
  if (state === 'notReady') return absenceOf(reason);
  if (pending !== null && pending.state !== 'null') {
    return pending.state === 'ready' ? null : (absenceOf(pending.reason) ?? { state: 'away', reason: '' });
  }
  return returnsTo === 'notReady' ? absenceOf(reason) : null;
}

export function userStateOf(agent: AgentView | null, work: Work): UserState {
  if (agent === null || agent.state === 'null' || !work.isRegistered) return { state: 'offline', substates: [] };
  const absence = chosen(agent);
  const busy = work.speakingSince !== null || agent.activity === 'talking' ? 'speaking' : 'ringing';
  const own = agent.state === 'busy' ? busy : nccAgentStates[agent.state];
  const substates = [absence?.state, own, agent.backedOffUntil === null ? undefined : 'accident'].filter(isSubstate);
  const since = secondsOf(agent.since);
  const time = absence === null ? Math.max(since, work.speakingSince ?? 0) : since;
  if (absence !== null) return { state: absence.state, substates, time, ...named(absence.reason) };
  return { state: own, substates, time, ...named(own === 'wrapup' ? (work.wrapUpCallId ?? '') : '') };
}

const named = (reason: string): { readonly reason?: string } => (reason === '' ? {} : { reason });

/** Those that fill in where there is nothing else to show are none. */
const isSubstate = (name: string | undefined): name is string =>
  name !== undefined && name !== 'normal' && name !== 'away';
