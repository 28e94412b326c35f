// What stands between the tables of the AgentBar page.
import { block } from './markdown.ts';

const example = `<script src="https://cti.example.org/cordboard.js"></script>
<script>
  const bar = new AgentBar();
  bar.ServerIP = 'cti.example.org,cti2.example.org';
  bar.ServerPort = '443';
  bar.AgentID = '1001';
  bar.AgentPwd = '…';
  bar.AgentExten = '8001';
  bar.AgentStatus = '0';
  bar.CallInEvent = (callerID, makeStr, callType) => showCustomer(callerID);
  bar.attachEvent('JSGetQueueListEvent', (json) => showQueues(JSON.parse(json).queue_list));
  bar.on('ServerResponse', (agentID, retCode, reason) => complain(retCode, reason));
  bar.DoSignInWithConnect();
</script>`;

export const agentBarWords = {
  introduction: [
    'The class of seed 003 §3.2 for pages: written against that document, a page changes the address of the script and nothing else. It speaks the native protocol ([native.md](native.md)); what it has no word for, `bar.client` has. † marks what the document does not have.',
    block('html', example),
    "From a bundle: `import { AgentBar } from '@cordboard/client/agent-bar'`. The page's origin must be among `http.allowedOrigins`, unless the server serves the page.",
    '**Two servers.** `ServerIP` takes several addresses parted by commas, or `ServerIP2` names a second. When one dies the class goes on at the next: `SockDisconnectEvent` (-1001), then `SockReconnectEvent`. A server that shares the database knows the session, and what happened meanwhile is told; at another one, and after an absence that was too long, the agent is signed in again with what the page had set.',
    '**WebUrl** is opened when a call rings, with `agentID`, `callID`, `customerNum`, `callcenterNum`, `callType` and `time` (ms since the Unix epoch) in its query, in this order and behind what it has there already. With `SaltKey` follows `sign`: HMAC-SHA-256 of these fields as they stand in the query (`agentID=…` to the end of `time=…`), in hexadecimal.',
    '**makeStr** is `name=value#` for each field, and `;` at the end; `#` and `;` are taken out of values. **outExtraParamsFromIvr** is the data of the call, a JSON object in UTF-8, in base64; empty without any.',
    "**After a call.** With `AgentStateAfterHangup` the wish is made while the agent talks, so that nothing is offered in between; what he chooses himself during the call replaces it. Not set, calls of a queue have its wrap-up, calls to the outside end in after-call work (4), and after a colleague's call the agent is what he was before it.",
  ],
  methods: [
    "A method checks what needs no server, in this order: the properties it needs, that one is connected and signed in as `AgentID`, its arguments, the agent's call. When something is wrong it returns false (`DoConnect`: the code), and `ServerResponse` follows right afterwards, never during the call. Else it returns true (0) at once, and a refusal of the server comes as `ServerResponse`. `DoConnect` returns 0 when connecting has begun: a browser cannot wait for it.",
    'Each has a variant that waits: `DoHoldAsync()` and so on; it resolves with `{ retCode, reason }`, and with what was asked for. It never rejects.',
    'Text is taken for numbers and booleans.',
  ],
  events: [
    'Listen with `bar.on(name, …)`, with `bar.attachEvent(name, …)` (with or without `on` before the name), or by assignment, `bar.CallInEvent = …`. A listener that throws keeps nobody else from hearing: `SysThrowExceptionEvent` (-2001).',
    'A list comes as an array, a dictionary as an object. Where there is one, a twin comes besides, whose name begins with `JS`: one JSON text, whose keys are the names of the arguments.',
  ],
  codes: [
    'What `ServerResponse` and other events have as `retCode`. The reason is English, and of the server where the server refused. Each error of [errors.md](../errors.md) has a code.',
  ],
} as const;
