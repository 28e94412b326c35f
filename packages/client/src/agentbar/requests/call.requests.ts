// What the methods of calls do: make, answer, hang up, hold, mute, transfer.
import type { MethodName } from '@cordboard/contract';
import { callStatusOf, statusOf } from '../status.ts';
import { ownCall, type BarContext, type Checks, type Requests } from '../context.ts';
import { barLimits } from '../limits.ts';

/** Only in these may one dial by hand (seed 003 §3.2.5). */
const mayDial: ReadonlySet<number> = new Set([0, 8]);

type OneCall = Extract<MethodName, 'call.hold' | 'call.retrieve' | 'call.mute' | 'call.unmute'>;

/** A method on the present call; `callChecks` has seen to it that there is one. */
export const present = (context: BarContext) => {
  const found = ownCall(context.state);
  if (found === null) throw new Error('no call');
  return found;
};

const onCall =
  (method: OneCall) =>
  async (context: BarContext): Promise<void> =>
    void (await context.ask(method, { callId: present(context).call.callId }));

async function callOut(context: BarContext, number: string, shown: string, foreignId: string) {
  const { ask, properties } = context;
  const displayNumber = shown === '' ? properties.DefaultAccessNum : shown;
  const before = properties.CalloutHistory.filter((one) => one !== number);
  properties.CalloutHistory = [number, ...before].slice(0, barLimits.maxCalloutHistoryEntries);
  const { callId } = await ask('call.make', {
    to: { kind: 'number', number },
    ...(displayNumber === '' ? {} : { displayNumber }),
    ...(foreignId === '' ? {} : { data: { customerForeignId: foreignId } }),
  });
  return { callId };
}

const transfer = async (context: BarContext, to: object): Promise<void> =>
  void (await context.ask('call.transfer', { callId: present(context).call.callId, to }));

export const callRequests = {
  DoCallOut: (context, number, shown) => callOut(context, number, shown, ''),
  DoCallOutForeignId: callOut,
  DoCallAgent: ({ ask }, agentNum) => ask('call.make', { to: { kind: 'agent', agentId: agentNum } }),
  DoAnswer: async (context) => {
    const callId = ringing(context);
    if (context.view?.answer?.(callId) !== true) await context.ask('call.answer', { callId });
  },
  DoHangUp: async (context) => {
    const { ask, state } = context;
    const found = ownCall(state);
    if (found === null) return void (await ask('supervision.end'));
    const { callId } = found.call;
    const refuses = found.own.state === 'alerting' && found.own.allowed.includes('call.reject');
    await ask(refuses ? 'call.reject' : 'call.hangUp', { callId });
  },
  DoHold: onCall('call.hold'),
  DoStopHold: onCall('call.retrieve'),
  DoMute: onCall('call.mute'),
  DoStopMute: onCall('call.unmute'),
  DoTransferAgent: (context, destination, outside) =>
    transfer(context, outside ? { kind: 'number', number: destination } : { kind: 'agent', agentId: destination }),
  DoTransferIvr: (context, ivrId) => transfer(context, { kind: 'ivr', ivrId: ivrId }),
  DoTransferQueue: (context, queueId) => transfer(context, { kind: 'queue', queueId: queueId }),
  DoTransferIvrProfile: (context, ivrProfileId) => transfer(context, { kind: 'ivrProfile', ivrProfileId }),
  GetCallStatus: ({ state }) => ({ callStatus: callStatusOf(state) }),
} satisfies Partial<Requests>;

/** The call that rings at the agent, also when he talks in another. */
function ringing({ state }: BarContext): string {
  const ringsAt = state.calls.find(({ connections }) =>
    connections.some(
      ({ party, state: at }) => party.kind === 'agent' && party.agentId === state.agent?.agentId && at === 'alerting',
    ),
  );
  return (ringsAt ?? ownCall(state)?.call)?.callId ?? '';
}

const withCall = ({ state }: BarContext): number => (ownCall(state) === null ? -24 : 0);
const dials = ({ state }: BarContext): number =>
  state.agent !== null && mayDial.has(statusOf(state.agent, state)) ? 0 : -24;

export const callChecks: Checks = {
  DoCallOut: dials,
  DoCallOutForeignId: dials,
  DoAnswer: withCall,
  DoHangUp: (context) => (context.state.supervision === null ? withCall(context) : 0),
  DoHold: withCall,
  DoStopHold: withCall,
  DoMute: withCall,
  DoStopMute: withCall,
  DoTransferAgent: (context, destination, outside) => (destination === '' ? (outside ? -66 : -59) : withCall(context)),
  DoTransferIvr: withCall,
  DoTransferQueue: withCall,
  DoTransferIvrProfile: withCall,
};
