// A call as a client sees it: whole, the same for everybody; what each party may do stands beside that party.
import type { Call, Connection, World } from '@cordboard/domain';
import { z } from 'zod';
import {
  agentId,
  callData,
  callId,
  callKind,
  connectionId,
  connectionState,
  consultationState,
  ivrId,
  make,
  party,
  personName,
  purpose,
  queueId,
  recordingId,
} from '../fields.ts';
import { allowedMethods } from './agent.view.ts';
import { attributionView } from './attribution.view.ts';
import type { Lookups } from './lookups.ts';

export const connectionView = z
  .strictObject({
    connectionId,
    party,
    direction: z.enum(['in', 'out']).meta({ description: 'in: the device called us; out: we called it.' }),
    state: connectionState,
    muted: z.boolean(),
    queueId: queueId.nullable().meta({ description: 'The queue that offered this call to the party.' }),
    purpose,
    askedBy: agentId
      .nullable()
      .meta({ description: 'The agent who consults or invites this party, or sent the call on.' }),
    since: make.instant('When this state began'),
    alertingAt: make.instant('Began to ring').nullable(),
    connectedAt: make.instant('Answered').nullable(),
    allowed: allowedMethods,
  })
  .meta({ id: 'ConnectionView', description: 'A party of a call; `allowed` is empty unless the party is an agent.' });
export type ConnectionView = z.output<typeof connectionView>;

export const callView = z
  .strictObject({
    callId,
    kind: callKind,
    from: party,
    dialled: z.string(),
    displayNumber: z.string(),
    attribution: attributionView.nullable().meta({
      description:
        'Of the number outside: of who called, or who was called; null: nobody is outside, or his number is not known.',
    }),
    createdAt: make.instant('When the call began'),
    connections: z.array(connectionView).readonly(),
    data: callData,
    priority: make.count('0 is ordinary; higher is served first.'),
    queue: z
      .strictObject({
        queueId,
        name: personName,
        enteredAt: make.instant('When it began to wait'),
        priority: make.count('Priority in this queue.'),
        exclusiveAgentId: agentId
          .nullable()
          .meta({ description: 'Only he is offered the call while he is signed in.' }),
        exclusiveQueueId: queueId.nullable().meta({ description: 'The queue that all calls of this customer go to.' }),
      })
      .nullable()
      .meta({ description: 'The queue in which the call waits.' }),
    ivrId: ivrId.nullable().meta({ description: 'The voice menu that the caller is in.' }),
    consultation: z
      .strictObject({ by: connectionId, consulted: connectionId, state: consultationState })
      .nullable()
      .meta({ description: 'Present while an agent has asked a third party in; supervisors are never shown.' }),
    recordingId: recordingId.nullable(),
    recordingPaused: z.boolean().meta({ description: 'Nothing of the call goes on record for now.' }),
    outOfReach: z.boolean().meta({
      description: 'Its switch is away: it goes on there, and cannot be changed until the switch is back.',
    }),
  })
  .meta({ id: 'CallView', description: 'A call with everybody in it.' });
export type CallView = z.output<typeof callView>;

function viewConnection(world: World, call: Call, connection: Connection, { allowed }: Lookups): ConnectionView {
  const { party: who } = connection;
  return {
    connectionId: connection.id,
    party: who,
    direction: connection.direction,
    state: connection.state,
    muted: connection.muted,
    queueId: connection.queueId,
    purpose: connection.purpose,
    askedBy: connection.askedBy,
    since: connection.since,
    alertingAt: connection.alertingAt,
    connectedAt: connection.connectedAt,
    allowed: who.kind === 'agent' ? allowed(world, who.agentId, call.id) : [],
  };
}

/** Empty: everybody is inside. */
function outsideNumber({ from, to, connections }: Call): string {
  if (from.kind === 'outside') return from.number;
  const called = connections.find(({ party: who }) => who.kind === 'outside')?.party;
  if (called?.kind === 'outside') return called.number;
  return to?.kind === 'number' ? to.number : '';
}

export function viewCall(world: World, call: Call, lookups: Lookups): CallView {
  const { queue } = call;
  return {
    callId: call.id,
    kind: call.kind,
    from: call.from,
    dialled: call.dialled,
    displayNumber: call.displayNumber,
    attribution: lookups.attribution(outsideNumber(call), world.configuration.tenant.place),
    createdAt: call.createdAt,
    connections: call.connections.map((connection) => viewConnection(world, call, connection, lookups)),
    data: call.data,
    priority: call.priority,
    queue:
      queue === null
        ? null
        : {
            queueId: queue.queueId,
            name: world.directory.queues.get(queue.queueId)?.name ?? queue.queueId,
            enteredAt: queue.enteredAt,
            priority: queue.priority,
            exclusiveAgentId: queue.exclusiveAgentId,
            exclusiveQueueId: queue.exclusiveQueueId,
          },
    ivrId: call.ivr?.ivrId ?? null,
    consultation: call.consultation,
    recordingId: call.recordingId,
    recordingPaused: call.recordingPause !== null,
    outOfReach: call.outOfReach === true,
  };
}
