// The journal speaks of what there is.
import type { Event, World } from '@cordboard/domain';

/** No event speaks of a call or connection that is not there, or was not there a moment ago. */
export function noUnknowns(world: World, happened: readonly Event[]): void {
  const gone = new Set(happened.flatMap((event) => (event.type === 'call.cleared' ? [event.callId] : [])));
  for (const event of happened) {
    // The mark is for whoever talked, be he no longer set up when the customer presses the key.
    if (
      event.type !== 'call.graded' &&
      'agentId' in event &&
      event.agentId !== null &&
      !world.agents.has(event.agentId)
    ) {
      if (
        !happened.some(
          ({ type }) => type === 'tenant.configured' || type === 'agent.loggedOff' || type === 'session.closed',
        )
      ) {
        throw new Error(`${event.type} of an unknown agent`);
      }
    }
    if (!('callId' in event) || event.type.startsWith('recording.')) continue;
    if (!world.calls.has(event.callId) && !gone.has(event.callId)) throw new Error(`${event.type} of an unknown call`);
  }
}
