// The sentences of the page about the local server; what is a row stands in the tables.

export const ipscWords = {
  wire: `The desktop program \`cordboard-agent\` ([docs/desktop.md](../desktop.md)) serves JSON-RPC 2.0 over WebSocket at
\`ws://localhost:9696/jsonrpc\`, for pages in the browsers of the same machine. Each text frame is one message. Parameters go by position or by name.
Several pages may be connected; each is told everything. Two rules are narrower than JSON-RPC: **no batches** (one error, code -32600, and nothing in it
is carried out), and **one request at a time**: another one while the first is unfinished is refused at once (-311), never queued. In the draft that holds for
every request of the same page; in version 6 for requests that change something. Requests that change something at a CTI server exclude each other across
pages in both.

There are two generations of the wire, never mixed on one connection: the **draft** (what is served unless the setting \`localServer.profile\` says otherwise) and
**version 6** (\`?profile=v6\`). All methods are known in both; what differs is how events and errors look.

A page that the agent has not let in gets -600 for everything but \`pair\` and \`authenticate\`, and the agent is asked in his window. \`?extensions=1\` asks for what is
ours besides: each event has its number in \`seq\`, events of ours come, and after a broken connection \`getEventsSince\` gives what was missed.`,

  methods: `*one at a time*: changes something at a CTI server. Whose: the draft's word, version 6's, or ours, which is additive. Several lists of parameters: the first
that fits is meant. \`index\` and \`ctiIndex\` count the CTI servers from 0; \`channel\` is a call's number there, as this program counts them. \`onHook\` and \`hangup\` during a consultation leave
the other two together. \`serverList\` of \`logIn\` is accepted and not used: a page must not choose where the password goes. An unknown worker number and a wrong password
are both -315, so that nobody learns which numbers exist; an empty one is -314. Work after a call shows as Pause, PauseTyping, until it ends or \`setIdle\` is called.`,

  events: `The order of an answer and of the events that its request causes is not defined. An event has no \`id\` and is not answered.
\`onQueueInfoReceived\` is called \`onQueueInfoEvent\` where the setting \`localServer.queueEventName\` says so.`,

  errors: `Draft: \`{ code, message, data: { name, text: { zh, en, ru } } }\`. Version 6: \`code\` is -32000 and \`data\` is \`{ type, message, stack, code, inner, name, text }\`; \`type\` ends with
\`ErrorResponse\`, \`RequestNotCompleteError\` (another request is unfinished), \`RequestTimeoutError\` (no answer within five seconds) or \`ConnectionException\`. The codes of JSON-RPC itself
(-32700, -32600, -32601, -32602) are the same in both.`,
} as const;
