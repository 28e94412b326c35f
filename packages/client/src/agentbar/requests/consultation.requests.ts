// What the methods of consultation and three-way do.
import { ownCall, type BarContext, type Checks, type Requests } from '../context.ts';
import { present } from './call.requests.ts';

const towards = (destination: string, outside: boolean): object =>
  outside ? { kind: 'number', number: destination } : { kind: 'agent', agentId: destination };

/** Whom the agent has asked already, as an agent's id or a number. */
function consulted(context: BarContext): string | null {
  const { call, own } = present(context);
  const { consultation } = call;
  if (consultation === null || consultation.by !== own.connectionId) return null;
  const party = call.connections.find(({ connectionId }) => connectionId === consultation.consulted)?.party;
  if (party === undefined) return null;
  return party.kind === 'agent' ? party.agentId : party.kind === 'outside' ? party.number : party.deviceId;
}

const end = async (context: BarContext): Promise<void> =>
  void (await context.ask('call.endConsultation', { callId: present(context).call.callId }));

export const consultationRequests = {
  DoConsult: async (context, destination, outside) => {
    const { callId } = present(context).call;
    await context.ask('call.consult', { callId, to: towards(destination, outside) });
  },
  DoStopConsult: end,
  DoConsultTransfer: async (context) =>
    void (await context.ask('call.completeTransfer', { callId: present(context).call.callId })),
  DoThreeWay: async (context, destination, outside) => {
    const { callId } = present(context).call;
    if (consulted(context) === destination) await context.ask('call.conference', { callId });
    else await context.ask('call.invite', { callId, to: towards(destination, outside) });
  },
  DoThreeWayCancel: end,
} satisfies Partial<Requests>;

const withCall = ({ state }: BarContext): number => (ownCall(state) === null ? -24 : 0);

export const consultationChecks: Checks = {
  DoConsult: withCall,
  DoStopConsult: withCall,
  DoConsultTransfer: withCall,
  DoThreeWay: withCall,
  DoThreeWayCancel: withCall,
};
