// The methods of Verto (mod_verto) and of XSwitch that the door knows, and the messages that it sends by itself.
import type { VertoMessageRow, VertoMethodRow } from './row.ts';

const dialog = 'dialogParams{callID, …}';

export const methods = {
  login:               { does: 'Signs in; on a connection that is signed in, refreshes the token in place.', params: 'login, passwd, loginParams{xui_sessid?, phone?}, userVariables{}, sessid', result: 'message "logged in", sessid, auth-expires', origin: 'verto', answeredBy: 'door' },
  echo:                { does: 'Gives back what it was given.', params: 'anything', result: 'the same', origin: 'verto', answeredBy: 'door' },
  jsapi:               { does: 'Runs a function of the call centre.', params: 'command "lua", data{method "ccc", func, data{}}', result: 'code, message, reason', origin: 'xswitch', answeredBy: 'door' },
  'verto.subscribe':   { does: 'Is told the events of channels from now on.', params: 'eventChannel (text or list)', result: 'subscribedChannels, alreadySubscribedChannels?, unauthorizedChannels?', origin: 'verto', answeredBy: 'door' },
  'verto.unsubscribe': { does: 'Is no longer told them.', params: 'eventChannel (text or list)', result: 'unsubscribedChannels, notSubscribedChannels?', origin: 'verto', answeredBy: 'door' },
  'verto.broadcast':   { does: 'Tells something to all who have subscribed to a channel `app` or `app.…`; for supervisors and administrators.', params: 'eventChannel, data', result: '{} or message and code -32002', origin: 'verto', answeredBy: 'door' },
  'verto.ping':        { does: 'Asks whether the server is there.', params: '', result: 'message "PONG", auth-expires', origin: 'verto', answeredBy: 'door' },
  'Uas.Ping':          { does: 'The same, as newer XSwitch clients ask.', params: '', result: 'message "PONG", auth-expires', origin: 'xswitch', answeredBy: 'door' },
  'verto.invite':      { does: 'Calls a number from the telephone of the session.', params: `sdp, ${dialog}`, result: 'message "CALL CREATED", callID', origin: 'verto', answeredBy: 'phone' },
  'verto.answer':      { does: 'Answers a call.', params: `sdp, ${dialog}`, result: '{}', origin: 'verto', answeredBy: 'phone' },
  'verto.attach':      { does: 'Takes a call up again after the page was loaded anew.', params: `sdp, ${dialog}`, result: '{}', origin: 'verto', answeredBy: 'phone' },
  'verto.bye':         { does: 'Ends a call.', params: `${dialog}, cause?, causeCode?`, result: 'message "CALL ENDED", callID, cause, causeCode', origin: 'verto', answeredBy: 'phone' },
  'verto.modify':      { does: 'Changes a call: hold, unhold, toggleHold, transfer, replace, updateMedia.', params: `action, destination?, sdp?, ${dialog}`, result: 'callID, action, holdState', origin: 'verto', answeredBy: 'phone' },
  'verto.info':        { does: 'Sends keys in a call.', params: `dtmf, ${dialog}`, result: 'message "SENT"', origin: 'verto', answeredBy: 'phone' },
} as const satisfies Readonly<Record<string, VertoMethodRow>>;

export type VertoMethod = keyof typeof methods;

export const messages = {
  'verto.clientReady': { says: 'Signed in, and everything that was there before is back.', params: 'reattached_sessions: ids of calls', origin: 'verto' },
  'verto.punt':        { says: 'Gone for good: the client must not come back by itself.', params: 'reason', origin: 'verto' },
  'verto.ping':        { says: 'Nothing was heard from the client for a while.', params: 'serno, auth-expires', origin: 'verto' },
  'verto.event':       { says: 'An event of a channel.', params: 'eventChannel, subscribedChannel, eventSerno, topic, eventType, data', origin: 'verto' },
  'verto.invite':      { says: 'A call comes.', params: 'callID, sdp, caller_id_name, caller_id_number, callee_id_name, callee_id_number, display_direction', origin: 'verto' },
  'verto.media':       { says: 'Sound before the answer.', params: 'callID, sdp', origin: 'verto' },
  'verto.answer':      { says: 'The call is answered.', params: 'callID, sdp?', origin: 'verto' },
  'verto.attach':      { says: 'A call that is still there, to be taken up again; `holdState` (ours) is "held" when the client holds it.', params: 'callID, sdp, holdState', origin: 'verto' },
  'verto.bye':         { says: 'A call is over that the client did not end itself.', params: 'callID, cause, causeCode', origin: 'verto' },
} as const satisfies Readonly<Record<string, VertoMessageRow>>;

export type VertoMessage = keyof typeof messages;
