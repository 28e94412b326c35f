// How a call's place in a menu changes by what happened.
import { changeCall } from '../calls/call.evolve.ts';
import type { EventOf } from '../event.ts';
import type { IvrId } from '../ids.ts';
import { collectedDigits } from '../limits.ts';
import type { World } from '../world.ts';

export function enteredIvr(world: World, event: EventOf<'call.enteredIvr'>): void {
  changeCall(world, event.callId, (call) => ({
    ...call,
    ivr: {
      ivrId: event.ivrId as IvrId,
      node: event.node,
      attempt: event.attempt,
      digits: '',
      step: event.step,
      since: event.at,
    },
    history: { ...call.history, enteredIvr: true },
  }));
}

export function leftIvr(world: World, event: EventOf<'call.leftIvr'>): void {
  changeCall(world, event.callId, (call) => ({ ...call, ivr: null }));
}

export function digit(world: World, event: EventOf<'call.digit'>): void {
  changeCall(world, event.callId, (call) =>
    call.ivr === null
      ? call
      : { ...call, ivr: { ...call.ivr, digits: (call.ivr.digits + event.digit).slice(-collectedDigits) } },
  );
}
