// A fact the switch reports: to the feature it belongs to. What speaks of something unknown changes nothing.
import { alerting, answered, clearedBySwitch, findConnection, holdOrRetrieve } from './calls/connection.decide.ts';
import { inboundCall } from './calls/inbound.decide.ts';
import type { Decision } from './decision.ts';
import type { Ms } from './ids.ts';
import type { Fact } from './input.ts';
import { ivrDigit, promptsFinished } from './ivr/ivr.decide.ts';
import { queueDigit } from './queues/enqueue.decide.ts';
import { recordingFact } from './recording/recording.decide.ts';
import { switchAway, switchSnapshot } from './recovery.decide.ts';
import { transferByDevice } from './transfer/transfer.decide.ts';
import { phoneLost } from './phones/loss.decide.ts';
import { phoneLossTimer } from './timer-ids.ts';
import type { World } from './world.ts';

export function fact(world: World, said: Fact, at: Ms, decision: Decision): void {
  switch (said.fact) {
    case 'inboundCall':
      return inboundCall(world, said, at, decision);
    case 'alerting':
      return alerting(world, said, at, decision);
    case 'answered':
      return answered(world, said, at, decision);
    case 'cleared':
      return clearedBySwitch(world, said.connectionId, said.cause, at, decision);
    case 'trunksBusy':
      return clearedBySwitch(world, said.connectionId, 'trunksBusy', at, decision);
    case 'digit': {
      const found = findConnection(world, said.connectionId);
      if (found === null) return;
      ivrDigit(world, found.call, found.connection, said.digit, at, decision);
      if (found.connection === found.call.connections[0]) queueDigit(world, found.call, said.digit, at, decision);
      return;
    }
    case 'heldByDevice':
    case 'retrievedByDevice': {
      const found = findConnection(world, said.connectionId);
      if (found !== null) holdOrRetrieve(found, said.fact === 'heldByDevice' ? 'hold' : 'retrieve', at, decision);
      return;
    }
    case 'transferByDevice':
      return transferByDevice(world, said, at, decision);
    case 'playbackFinished': {
      const found = findConnection(world, said.connectionId);
      if (found !== null) promptsFinished(world, found.call, said.playId, at, decision);
      return;
    }
    case 'registered':
    case 'unregistered':
      return registration(world, said, at, decision);
    case 'recordingStarted':
    case 'recordingStopped':
    case 'recordingFailed':
      return recordingFact(world, said, at, decision);
    case 'outOfReach':
      return switchAway(world, said, at, decision);
    case 'snapshot':
      return switchSnapshot(world, said, at, decision);
  }
}

type Registration = Extract<Fact, { fact: 'registered' | 'unregistered' }>;

/** A refresh is no news. */
function registration(world: World, said: Registration, at: Ms, decision: Decision): void {
  const { deviceId } = said;
  const device = world.devices.get(deviceId);
  if (device === undefined) return;
  if (said.fact === 'unregistered') {
    if (device.registered) phoneLost(world, deviceId, at, decision);
  } else if (!device.registered || device.userAgent !== said.userAgent) {
    decision.events.push({ at, type: 'device.registered', deviceId, userAgent: said.userAgent });
    if (device.agentId !== null) {
      decision.effects.push({ effect: 'cancelTimer', timerId: phoneLossTimer(device.agentId) });
    }
  }
}
