// The codes with which the native door closes a WebSocket, and whether the client should come back (RFC 6455 §7.4: 4000-4999 are ours).

export type CloseRow = { readonly code: number; readonly comeBack: 'withToken' | 'no'; readonly means: string };

export const closeCodes = {
  shutdown:           { code: 1001, comeBack: 'withToken', means: 'The server is stopping; another will take over.' },
  binaryNotAccepted:  { code: 1003, comeBack: 'no',        means: 'A binary frame arrived.' },
  frameTooLarge:      { code: 1009, comeBack: 'no',        means: 'A frame was larger than the limit.' },
  overloaded:         { code: 1013, comeBack: 'withToken', means: 'Too many connections that have not signed in; try again later.' },
  signedInElsewhere:  { code: 4001, comeBack: 'no',        means: 'The same agent signed in from another place.' },
  signedOut:          { code: 4002, comeBack: 'no',        means: 'The session was ended by session.signOut.' },
  signedOutByOther:   { code: 4003, comeBack: 'no',        means: 'A supervisor ended the session.' },
  signInTimeout:      { code: 4004, comeBack: 'withToken', means: 'Nobody signed in within the time allowed.' },
  tooManyFailures:    { code: 4005, comeBack: 'no',        means: 'Too many messages before sign-in that were not a successful sign-in.' },
  tooManyRequests:    { code: 4006, comeBack: 'withToken', means: 'Requests went on far above the rate allowed.' },
  slowReader:         { code: 4007, comeBack: 'withToken', means: 'The client read too slowly for too long.' },
} as const satisfies Record<string, CloseRow>;

export type CloseName = keyof typeof closeCodes;
