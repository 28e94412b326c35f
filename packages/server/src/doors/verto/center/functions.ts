// The functions of the call centre: one per row of the dialect, from XSwitch's arguments to a command of the core; a missing one does not compile.
import type { AgentView } from '@cordboard/contract';
import { callStateOf, stateOf, type ArgsOf, type CenterFunction } from '@cordboard/contract/dialects/verto';
import type { AgentId, CallId, Command, DeviceId } from '@cordboard/domain';
import { agentOf } from '../channels.ts';
import type { Fields } from '../frame.ts';
import { ask, notHimself, notHisQueue, queueIdOf, targetOf, type Asker } from './asker.ts';
import { failure, refusal, success, type Outcome } from './outcome.ts';

type Function<F extends CenterFunction> = (asker: Asker, args: ArgsOf<F>) => Outcome | Promise<Outcome>;
type Functions = { readonly [F in CenterFunction]: Function<F> };

type OneCall = { readonly agent?: string | undefined; readonly callUUID?: string | undefined };
type CallMethod = Extract<Command, { readonly params: { readonly callId: CallId } }>['method'];

/** A command about one call: the one that is named, or the present one. */
const onCall =
  (method: CallMethod, more: (asker: Asker, args: never) => Fields | null = () => ({})) =>
  (asker: Asker, args: OneCall): Outcome | Promise<Outcome> => {
    const other = notHimself(asker, args.agent);
    if (other !== null) return other;
    const call = asker.presence.desk.call(args.callUUID);
    if (call === null) return args.callUUID === undefined ? failure('noCall') : refusal({ refused: 'unknownCall' });
    const fields = more(asker, args as never);
    if (fields === null) return failure('noDestination');
    return ask(asker, { method, params: { callId: call.callId, ...fields } } as Command);
  };

const withTarget = (asker: Asker, args: Parameters<typeof targetOf>[1]): Fields | null => {
  const to = targetOf(asker, args);
  return to === null ? null : { to };
};

/** A command to somebody else, in the core's hands: it knows who may. */
const onAgent =
  (method: Extract<Command, { readonly params: { readonly agentId: AgentId } }>['method'], more: Fields = {}) =>
  (asker: Asker, { agent, targetAgent, ...args }: ArgsOf<'ccForceBreak'>): Outcome | Promise<Outcome> =>
    notHimself(asker, agent) ??
    ask(asker, {
      method,
      params: { agentId: agentOf(targetAgent), ...more, ...(args.reason !== undefined && { reason: args.reason }) },
    } as Command);

/** With the queue that it names being one of his. */
const ofAgent = (command: (args: ArgsOf<'ccGoBreak'>) => Command) => (asker: Asker, args: ArgsOf<'ccGoBreak'>) =>
  notHimself(asker, args.agent) ?? notHisQueue(asker, args.queue) ?? ask(asker, command(args));

export const centerFunctions: Functions = {
  ccLogin: async (asker, { queue, agent, extn }) => {
    const wrong = notHimself(asker, agent) ?? notHisQueue(asker, queue);
    if (wrong !== null) return wrong;
    if (!asker.mayWork) return failure('signedInElsewhere');
    const outcome = await ask(asker, { method: 'agent.signIn', params: { deviceId: extn as DeviceId } });
    if (outcome.code === 200) asker.working(true);
    return outcome;
  },
  ccLogout: async (asker, { queue, agent }) => {
    const outcome =
      notHimself(asker, agent) ??
      notHisQueue(asker, queue) ??
      (await ask(asker, { method: 'agent.signOut', params: {} }));
    if (outcome.code === 200) asker.working(false);
    return outcome;
  },
  ccGoReady: ofAgent(() => ({ method: 'agent.setReady', params: {} })),
  ccGoBreak: ofAgent(({ reason }) => ({
    method: 'agent.setNotReady',
    params: reason === undefined ? {} : { reason },
  })),
  ccDial: (asker, { agent, extn, cidNumber, destNumber, earlyMedia }) => {
    const other = notHimself(asker, agent);
    if (other !== null) return other;
    const own = asker.presence.desk.agent?.deviceId ?? null;
    if (extn !== undefined && extn !== '' && own !== null && extn !== own) return refusal({ refused: 'unknownDevice' });
    const displayNumber = cidNumber ?? '';
    const params = {
      to: { kind: 'number', number: destNumber },
      ...(displayNumber !== '' && { displayNumber }),
      ...(earlyMedia !== true && { earlyMedia: false }),
    } as const;
    return ask(asker, { method: 'call.make', params }, (result) => {
      const { callId } = result as { readonly callId: string };
      return success('success', { callUUID: callId });
    });
  },
  ccAnswer: onCall('call.answer'),
  ccHangup: (asker, args) => {
    const { desk } = asker.presence;
    const call = desk.call(args.callUUID);
    const rings = call !== null && desk.connectionIn(call)?.state === 'alerting';
    return onCall(rings ? 'call.reject' : 'call.hangUp')(asker, args);
  },
  ccHold: onCall('call.hold'),
  ccUnHold: onCall('call.retrieve'),
  ccMute: onCall('call.mute'),
  ccUnMute: onCall('call.unmute'),
  ccDtmf: onCall('call.sendDigits', (_asker, { digits }: ArgsOf<'ccDtmf'>) => ({ digits })),
  ccTransfer: onCall('call.transfer', withTarget),
  ccConsult: onCall('call.consult', withTarget),
  ccConsultTransfer: onCall('call.completeTransfer'),
  ccConference: (asker, args) => {
    const { destNumber, destAgent, destExtn, destQueue } = args;
    const invites = [destNumber, destAgent, destExtn, destQueue].some((each) => each !== undefined && each !== '');
    return (invites ? onCall('call.invite', withTarget) : onCall('call.conference'))(asker, args);
  },
  ccCancelConsult: onCall('call.endConsultation'),
  ccFinish: (asker, { agent }) => notHimself(asker, agent) ?? ask(asker, { method: 'agent.finishWrapUp', params: {} }),
  ccListen: onAgent('supervision.listen'),
  ccWhisper: onAgent('supervision.whisper'),
  ccBarge: onAgent('supervision.bargeIn'),
  ccStopListen: (asker, { agent }) => notHimself(asker, agent) ?? ask(asker, { method: 'supervision.end', params: {} }),
  ccPickUp: onAgent('supervision.pickUp'),
  ccForceReady: onAgent('supervision.forceState', { state: 'ready' }),
  ccForceBreak: onAgent('supervision.forceState', { state: 'notReady' }),
  ccForceLogout: onAgent('supervision.signOut'),
  ccAgentState: (asker, { queue }) => agentStates(asker, queue),
  ccSnapshot: (asker, { agent }) => {
    const { core, presence } = asker;
    const { desk, tenantId, agentId } = presence;
    const placeOf = placesIn(core, tenantId);
    // His own view in the desk is as of the last event about himself: what he does in his calls is asked for.
    const shown = (result: unknown): Outcome => {
      const [own] = (result as { readonly agents: readonly AgentView[] }).agents;
      return success({
        agent: own === undefined ? null : agentState(placeOf, own, null),
        group: placeOf(agentId)?.group.id ?? '',
        calls: desk.calls,
        queues: desk.queues,
        sequence: desk.seq,
      });
    };
    return notHimself(asker, agent) ?? ask(asker, { method: 'agent.get', params: { agentIds: [agentId] } }, shown);
  },
};

type PlaceOf = (agentId: string) => ReturnType<Asker['core']['placeOf']>;
const placesIn =
  (core: Asker['core'], tenantId: string): PlaceOf =>
  (agentId) =>
    core.placeOf(tenantId, agentId as AgentId);

/** As `GET /api/cc/agent_state` of XSwitch shows an agent, and ours besides. */
function agentState(placeOf: PlaceOf, view: AgentView, queueId: string | null): Fields {
  const place = placeOf(view.agentId);
  return {
    agent_id: view.agentId,
    name: view.name,
    extn: view.deviceId ?? '',
    group_id: view.groupId ?? '',
    queue_id: queueId ?? place?.queues[0]?.id ?? '',
    state: stateOf(view),
    callstate: callStateOf(view),
    agent_uuid: view.callIds[0] ?? '',
    reason: view.reason,
    since: view.since,
  };
}

async function agentStates(asker: Asker, queue: string | undefined): Promise<Outcome> {
  const { core, presence } = asker;
  const placeOf = placesIn(core, presence.tenantId);
  if (queue === undefined || queue === '') {
    return ask(asker, { method: 'agent.list', params: {} }, (result) => {
      const { agents } = result as { readonly agents: readonly AgentView[] };
      return success(agents.map((view) => agentState(placeOf, view, null)));
    });
  }
  const queueId = queueIdOf(asker, queue);
  if (queueId === null) return refusal({ refused: 'unknownQueue' });
  const members = await presence.command({ method: 'queue.members', params: { queueId } });
  if ('refused' in members) return refusal(members);
  const { agentIds } = members.result as { readonly agentIds: readonly AgentId[] };
  return ask(asker, { method: 'agent.get', params: { agentIds } }, (result) => {
    const { agents } = result as { readonly agents: readonly AgentView[] };
    return success(agents.map((view) => agentState(placeOf, view, queueId)));
  });
}
