// The one place where the world changes: one line per event.
import * as agents from './agents/agent.evolve.ts';
import * as sessions from './agents/session.evolve.ts';
import * as leaves from './approvals/leave.evolve.ts';
import * as calls from './calls/call.evolve.ts';
import * as connections from './calls/connection.evolve.ts';
import { configured } from './configured.ts';
import * as consultations from './consultation/consultation.evolve.ts';
import type { Event } from './event.ts';
import * as gradings from './grading/grading.evolve.ts';
import * as ivr from './ivr/ivr.evolve.ts';
import * as queues from './queues/queue.evolve.ts';
import * as recordings from './recording/recording.evolve.ts';
import * as supervisions from './supervision/supervision.evolve.ts';
import * as days from './statistics/day.evolve.ts';
import type { World } from './world.ts';

/** Folds one event into the world, in place. */
export function evolve(world: World, event: Event): void {
  switch (event.type) {
    case 'tenant.configured':
      configured(world, event.configuration);
      return days.configured(world, event);
    case 'tenant.dayBegan':
      return days.dayBegan(world, event);
    case 'session.opened':
      return sessions.sessionOpened(world, event);
    case 'session.closed':
      return sessions.sessionClosed(world, event);
    case 'device.registered':
      return sessions.deviceRegistered(world, event);
    case 'device.unregistered':
      return sessions.deviceUnregistered(world, event);
    case 'agent.loggedOn':
      return agents.loggedOn(world, event);
    case 'agent.loggedOff':
      return agents.loggedOff(world, event);
    case 'agent.ready':
      return agents.ready(world, event);
    case 'agent.notReady':
      return agents.notReady(world, event);
    case 'agent.busy':
      return agents.busy(world, event);
    case 'agent.workingAfterCall':
      return agents.workingAfterCall(world, event);
    case 'agent.pendingState':
      return agents.pendingState(world, event);
    case 'agent.queuesChanged':
      return agents.queuesChanged(world, event);
    case 'agent.blocked':
      return agents.blocked(world, event);
    case 'agent.unblocked':
      return agents.unblocked(world, event);
    case 'agent.backedOff':
      return agents.backedOff(world, event);
    case 'agent.backOffEnded':
      return agents.backOffEnded(world, event);
    case 'agent.missedCall':
      return agents.missedCall(world, event);
    case 'leave.applied':
      return leaves.applied(world, event);
    case 'leave.approved':
      return leaves.approved(world, event);
    case 'leave.refused':
      return leaves.refused(world, event);
    case 'leave.cancelled':
      return leaves.cancelled(world, event);
    case 'leave.begun':
      return leaves.begun(world, event);
    case 'leave.ended':
      return leaves.ended(world, event);
    case 'leave.expired':
      return leaves.expired(world, event);
    case 'leave.limitChanged':
      return leaves.limitChanged(world, event);
    case 'call.originated':
      days.callBegan(world, event.kind);
      return calls.originated(world, event);
    case 'call.offered':
      return connections.offered(world, event);
    case 'call.delivered':
      return connections.delivered(world, event);
    case 'call.established':
      return connections.established(world, event);
    case 'call.held':
      return connections.held(world, event);
    case 'call.retrieved':
      return connections.retrieved(world, event);
    case 'call.muted':
      return connections.muted(world, event);
    case 'call.unmuted':
      return connections.unmuted(world, event);
    case 'call.transferred':
      return connections.transferred(world, event);
    case 'call.connectionCleared':
      return connections.connectionCleared(world, event);
    case 'call.queued':
      days.callQueued(world, event.callId);
      return queues.queued(world, event);
    case 'call.requeued':
      return queues.requeued(world, event);
    case 'call.dequeued':
      days.callDequeued(world, event.why);
      return queues.dequeued(world, event);
    case 'call.enteredIvr':
      return ivr.enteredIvr(world, event);
    case 'call.leftIvr':
      return ivr.leftIvr(world, event);
    case 'call.digit':
      return ivr.digit(world, event);
    case 'call.dataChanged':
      return calls.dataChanged(world, event);
    case 'call.diverted':
      return calls.diverted(world, event);
    case 'call.recalled':
      return calls.recalled(world, event);
    case 'call.consulted':
      return consultations.consulted(world, event);
    case 'call.alternated':
    case 'call.conferenced':
      return consultations.goneOn(world, event);
    case 'call.gradingBegan':
      return gradings.began(world, event);
    case 'call.graded':
      return gradings.graded(world, event);
    case 'call.takenOver':
      return supervisions.takenOver(world, event);
    case 'supervision.requested':
      return supervisions.requested(world, event);
    case 'supervision.established':
      return supervisions.established(world, event);
    case 'supervision.changed':
      return supervisions.changed(world, event);
    case 'supervision.ended':
      return supervisions.ended(world, event);
    case 'call.outOfReach':
      return calls.outOfReach(world, event);
    case 'call.withinReach':
      return calls.withinReach(world, event);
    case 'call.cleared':
      days.callEnded(world, event.record);
      return calls.cleared(world, event);
    case 'recording.stopped':
      return recordings.recordingStopped(world, event);
    case 'recording.failed':
      return recordings.recordingFailed(world, event);
    case 'recording.paused':
      return recordings.recordingPaused(world, event);
    case 'recording.resumed':
      return recordings.recordingResumed(world, event);
    case 'agent.stateForced':
    case 'agent.profileChanged':
    case 'call.announced':
    case 'recording.started':
      return undefined;
  }
}
