// The errors of the wire, with mod_verto's numbers and words.
import type { VertoErrorRow } from './row.ts';

export const wireErrors = {
  invalidRequest:     { code: -32600, message: 'Invalid Request', when: 'The frame is not JSON, or no request.' },
  invalidMessage:     { code: -32600, message: 'Invalid message', when: '`jsonrpc` is not "2.0".' },
  loginRequired:      { code: -32000, message: 'Authentication Required', when: 'Anything before login, an empty `login` included.' },
  missingParams:      { code: -32001, message: 'Missing params', when: '`login` without `login` but with something else.' },
  missingPassword:    { code: -32001, message: 'Missing passwd', when: '`login` without password and token.' },
  improperCredentials: { code: -32001, message: 'Missing or improper credentials', when: 'Login, password or token is no text, or too long.' },
  wrongCredentials:   { code: -32001, message: 'Authentication Failure', when: 'Login, password or token is wrong; which, is not told.' },
  expiredToken:       { code: -32001, message: 'Authentication Failure: the token is unknown or has expired', when: 'A token that nobody holds, or no longer.' },
  otherUser:          { code: -32001, message: 'Authentication Failure: the token belongs to somebody else', when: 'The token is not of the person named in `login`, or the connection is somebody else\'s already.' },
  tooManyLogins:      { code: -32001, message: 'Authentication Failure: too many attempts, wait', when: 'Too many failures before.' },
  disabledUser:       { code: -32001, message: 'Authentication Failure: the user is disabled', when: 'The password is right, the person is not to work.' },
  sessionInUse:       { code: -32001, message: 'Session in use', when: 'The sessid is somebody else\'s.' },
  methodUnknown:      { code: -32601, message: 'Invalid Method, Missing Method or Permission Denied', when: 'A method that does not exist or is not permitted.' },
  permissionDenied:   { code: -32602, message: 'Permission Denied', when: 'A `jsapi` command that does not exist or is not permitted, and `fsapi`.' },
  channelMissing:     { code: -32602, message: 'eventChannel missing or invalid', when: 'Subscribing to nothing, or to too much.' },
  channelsForbidden:  { code: -32602, message: 'Permission Denied', when: 'None of the channels may be subscribed to; `unauthorizedChannels` names them.' },
  channelsUnknown:    { code: -32602, message: 'Not subscribed', when: 'None of the channels was subscribed to; `notSubscribedChannels` names them.' },
  noTelephone:        { code: -32002, message: 'CALL ERROR: this session has no telephone', when: 'A call method where the client did not sign in with one.' },
  callUnknown:        { code: -32002, message: 'CALL DOES NOT EXIST', when: 'A call that is over or never was.' },
  descriptionTooLarge: { code: -32002, message: 'CALL ERROR: the description of the sound is too large', when: 'An `sdp` of more than 16 KiB, whatever it came with.' },
  tooManyRequests:    { code: -32603, message: 'Too many requests', when: 'Faster than the limit, or too many at once.' },
  serverFailed:       { code: -32603, message: 'Internal error', when: 'A fault of the server; nothing was done.' },
} as const satisfies Readonly<Record<string, VertoErrorRow>>;

export type WireErrorName = keyof typeof wireErrors;

/** What the call-centre functions refuse besides the core's refusals: `code` and `reason` of the result. */
export const functionErrors = {
  unknownFunction: { code: 404, reason: 'No such function.' },
  missingFunction: { code: 400, reason: 'data.func is missing.' },
  missingModule:   { code: 400, reason: 'data.method must be "ccc".' },
  missingData:     { code: 400, reason: 'data is missing, or no object.' },
  wrongArgument:   { code: 422, reason: 'An argument is missing or of the wrong type.' },
  otherAgent:      { code: 403, reason: 'That is another agent: one acts for oneself.' },
  otherQueue:      { code: 409, reason: 'The agent does not serve this queue.' },
  noCall:          { code: 409, reason: 'There is no call for this.' },
  noDestination:   { code: 422, reason: 'One destination is needed: destNumber, destAgent, destExtn or destQueue.' },
  signedInElsewhere: { code: 409, reason: 'The agent is signed in from another page or program.' },
  serverFailed:    { code: 500, reason: 'The server failed; nothing was done.' },
  tooLate:         { code: 503, reason: 'No answer in time; look at the state before asking again.' },
} as const satisfies Readonly<Record<string, { readonly code: number; readonly reason: string }>>;

export type FunctionErrorName = keyof typeof functionErrors;
