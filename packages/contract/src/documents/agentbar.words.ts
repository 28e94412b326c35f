// What a reader should know before the lists of the AgentBar page.
import { block } from './markdown.ts';

export const agentBarWords: readonly string[] = [
  "The AgentBar control of a customer-service page, by its own names: methods that begin something and return at once, events that tell what came of it, properties that hold the setting. What is marked *ours* is not in the control's own document.",
  '## How to use it',
  block(
    'html',
    [
      '<script src="https://your-server/agentbar.js"></script>',
      '<agent-bar id="bar"></agent-bar>',
      '<script>',
      "  bar.ServerIP = 'your-server';",
      "  bar.ServerPort = '443';",
      "  bar.AgentID = '1001';",
      "  bar.AgentPwd = prompt('Password');",
      "  bar.AgentExten = '8001';",
      "  bar.AgentStatus = '0';",
      "  bar.attachEvent('CallInEvent', (callerID, makeStr, callType, bNeedArea, outExtraParamsFromIvr) => show(callerID));",
      "  bar.attachEvent('JSGetQueueListEvent', (json) => fill(JSON.parse(json).queue_list));",
      "  bar.attachEvent('ServerResponse', (agentID, retCode, reason) => console.warn(retCode, reason));",
      '  bar.DoSignInWithConnect();',
      '</script>',
    ].join('\n'),
  ),
  "Without the bar on the screen: `new AgentBar()`, of the same script, of `/cordboard.js`, or `import { AgentBar } from '@cordboard/client/agent-bar'`. `new AgentBar(…)` and the element have the same methods, properties and events.",
  [
    '- Events: `bar.on(name, listener)`, `attachEvent`, `addEventListener`, or by assignment, `bar.CallInEvent = function (…) {…}`.',
    '- A method checks what it was given. If that will not do, it returns `false` (`DoConnect`: the code) and `ServerResponse` follows; else it sends the request and returns `true` (`0`). What the server refuses is told by `ServerResponse`.',
    '- Each method has a twin that waits: `await bar.DoHoldAsync()` gives `{ retCode, reason }`.',
    '- Times are written `2026-01-31 17:23:00`, in the zone of the browser.',
    "- Two servers: `ServerIP = '10.0.0.1,10.0.0.2'`, or `ServerIP2` and `ServerPort2`. When one is lost, `SockDisconnectEvent` (-1001) tells it, the other is asked, and the agent is where he was: `SockReconnectEvent`. A server that shares the database knows the session, and what happened meanwhile is told; at another one, and after an absence that was too long, the agent is signed in again with what the page had set.",
    '- What is looked at before anything is sent, in this order: the properties that are needed, that the page is connected and signed in as `AgentID`, the arguments, the present call. `DoConnect` returns 0 when connecting has begun, because a browser cannot wait for it.',
    '- After a call: with `AgentStateAfterHangup` the wish is made while the agent talks, so that nothing is offered in between; what he chooses himself during the call replaces it. Not set, a call of a queue has its wrap-up, a call to the outside ends in after-call work (4), and after a call with a colleague he is what he was before it.',
    '- `WebUrl` is opened when a call rings, with `agentID`, `callID`, `customerNum`, `callcenterNum`, `callType` and `time` (ms since the Unix epoch) in its query, in this order, behind what it has there already. With `SaltKey` follows `sign`: HMAC-SHA-256 of these fields as they stand in the query, from `agentID=` to the end of `time`, in hexadecimal.',
    '- The origin of the page must be among `http.allowedOrigins`, unless the server serves the page itself.',
  ].join('\n'),
];

export const agentBarEventWords: readonly string[] = [
  '`makeStr` is `name=value#` for each field, and `;` at the end; the signs `#` and `;` are taken out of values. `outExtraParamsFromIvr` is the data of the call, a JSON object in UTF-8, in base64; empty without any. `hangupReason` and `callType` are:',
];
