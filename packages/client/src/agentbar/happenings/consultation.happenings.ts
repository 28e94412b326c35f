// What the agent who asked somebody in hears of him: that he has left.
import { hangupReasons } from '@cordboard/contract/dialects/agentbar';
import { connectionOf, type Happenings } from '../context.ts';

export const consultationHappenings: Happenings = {
  'call.connectionCleared': ({ callId, connectionId, cause }, { before, ownId, raise }) => {
    const call = before.calls.find((one) => one.callId === callId);
    const consultation = call?.consultation ?? null;
    if (call === undefined || consultation === null || consultation.consulted !== connectionId) return;
    if (connectionOf(call, ownId)?.connectionId !== consultation.by) return;
    const threeWay = consultation.state === 'conference' || consultation.state === 'inviting';
    raise(threeWay ? 'ThreeWayeeHangupEvent' : 'ConsulteeHangupEvent', ownId, hangupReasons[cause]);
  },
};
