// What each event of the core is told as on the channels `vcc.<group>.<agent>`: XSwitch's agentStatus, and ours besides.
import type { VertoEventTable } from './row.ts';

export const events = {
  'agent.loggedOn':  { eventType: 'agentStatus', action: 'login', says: 'Signed in: one for each of his queues, then one busy.' },
  'agent.ready':     { eventType: 'agentStatus', action: 'ready', says: 'May be offered calls.' },
  'agent.notReady':  { eventType: 'agentStatus', action: 'busy', says: 'Is not offered calls; `reason` tells why.' },
  'agent.loggedOff': { eventType: 'agentStatus', action: 'logout', says: 'Signed out; `reason`: own, linkLost, elsewhere, forced.' },

  'agent.busy':             { eventType: 'agentCall', action: 'engaged', says: 'A call keeps him busy, from its offer on.' },
  'agent.workingAfterCall': { eventType: 'agentCall', action: 'wrapup', says: 'Works on a call that is over.' },
  'agent.pendingState':     { eventType: 'agentCall', action: 'pending', says: 'What comes after the present call was chosen or withdrawn.' },
  'agent.missedCall':       { eventType: 'agentCall', action: 'missed', says: 'Did not take a call.' },

  'call.originated':        { eventType: 'agentCall', action: 'created', says: 'A call began.' },
  'call.offered':           { eventType: 'agentCall', action: 'dialing', says: 'A call goes out to a telephone.' },
  'call.delivered':         { eventType: 'agentCall', action: 'ringing', says: 'It rings.' },
  'call.established':       { eventType: 'agentCall', action: 'answered', says: 'A party answered.' },
  'call.held':              { eventType: 'agentCall', action: 'held', says: 'Somebody was put on hold.' },
  'call.retrieved':         { eventType: 'agentCall', action: 'unheld', says: 'Taken off hold.' },
  'call.muted':             { eventType: 'agentCall', action: 'muted', says: 'A party is no longer heard.' },
  'call.unmuted':           { eventType: 'agentCall', action: 'unmuted', says: 'A party is heard again.' },
  'call.consulted':         { eventType: 'agentCall', action: 'consulting', says: 'Somebody was asked in.' },
  'call.alternated':        { eventType: 'agentCall', action: 'alternated', says: 'Went over to the other side of a consultation.' },
  'call.conferenced':       { eventType: 'agentCall', action: 'conference', says: 'All talk together.' },
  'call.transferred':       { eventType: 'agentCall', action: 'transferred', says: 'Sent on to somebody else.' },
  'call.takenOver':         { eventType: 'agentCall', action: 'takenOver', says: 'A supervisor took the call over.' },
  'call.dataChanged':       { eventType: 'agentCall', action: 'data', says: 'What is known about the call changed.' },
  'call.connectionCleared': { eventType: 'agentCall', action: 'left', says: 'A party left.' },
  'call.cleared':           { eventType: 'agentCall', action: 'ended', says: 'The call is over; `cause` tells why.' },

  'call.queued':   { eventType: 'queueStatus', action: 'joined', says: 'A call began to wait.' },
  'call.requeued': { eventType: 'queueStatus', action: 'returned', says: 'A call waits on: an agent did not take it.' },
  'call.dequeued': { eventType: 'queueStatus', action: 'left', says: 'A call no longer waits; `reason` tells why.' },
} as const satisfies VertoEventTable;
