// What the methods of supervision do: at an agent's call, and over his state.
import { statusRow } from '../arguments.ts';
import { connectionOf, type BarContext, type Checks, type Failures, type Requests } from '../context.ts';
import { about } from '../make-str.ts';
import type { BarEventName } from '../names.ts';

const modes = { listen: 'listen', whisper: 'whisper', bargein: 'bargeIn' } as const;
type Mode = (typeof modes)[keyof typeof modes];

/** One who is at this agent's call already goes over to the other way of being there. */
const watch =
  (mode: Mode) =>
  async ({ ask, state }: BarContext, agentId: string): Promise<void> => {
    const { supervision } = state;
    if (supervision?.watchedId === agentId && supervision.connectedAt !== null) {
      await ask('supervision.switchTo', { mode });
    } else await ask(`supervision.${mode}`, { agentId });
  };

/** No telephone rings for it: what the page is told of the call is told right before its end. */
async function clearCall(context: BarContext, agentId: string): Promise<void> {
  const { ask, properties, raise, state } = context;
  const call = state.watched.find((one) => connectionOf(one, agentId) !== undefined);
  await ask('supervision.clearCall', { agentId });
  if (call !== undefined) raise('ForceHangupCallRingEvent', ...about(context, properties.AgentID, call, agentId));
  raise('ForceHangupEvent', properties.AgentID, '', 0);
}

export const supervisionRequests = {
  DoListen: watch('listen'),
  DoWhisper: watch('whisper'),
  DoBargein: watch('bargeIn'),
  DoForceHangup: clearCall,
  DoForceChangeStatusEvent: async ({ ask }, agentId, status) => {
    const { state, reason } = statusRow(status)?.choice ?? { state: 'notReady', reason: '' };
    await ask('supervision.forceState', { agentId, state, ...(reason === '' ? {} : { reason }) });
  },
  DoRop: async ({ ask }, agentId) => void (await ask('supervision.pickUp', { agentId })),
  DoTakeOver: async ({ ask }, agentId) => void (await ask('supervision.takeOver', { agentId })),
  DoSwitchSupervision: async ({ ask }, mode) =>
    void (await ask('supervision.switchTo', { mode: modes[mode.toLowerCase() as keyof typeof modes] })),
  DoStopSupervision: async ({ ask }) => void (await ask('supervision.end')),
  DoKickOut: async ({ ask }, agentId) => void (await ask('supervision.signOut', { agentId })),
} satisfies Partial<Requests>;

export const supervisionChecks: Checks = {
  DoForceChangeStatusEvent: (_, __, status) => {
    const row = statusRow(status);
    if (row === undefined) return -16;
    return row.choice === null ? -17 : 0;
  },
};

type ResultEvent = Extract<BarEventName, 'WhisperEvent' | 'BargeinEvent' | 'ForceHangupEvent'>;
const tell =
  (event: ResultEvent): NonNullable<Failures[keyof Failures]> =>
  ({ properties, raise }, { retCode, reason }) =>
    raise(event, properties.AgentID, reason, retCode);

export const supervisionFailures: Failures = {
  DoListen: ({ properties, raise }, { retCode, reason }) =>
    raise('EavesdropEvent', properties.AgentID, reason, String(retCode)),
  DoWhisper: tell('WhisperEvent'),
  DoBargein: tell('BargeinEvent'),
  DoForceHangup: tell('ForceHangupEvent'),
};
