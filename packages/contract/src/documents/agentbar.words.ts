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
  "Without the bar on the screen: `new AgentBar()`, of the same script, of `/cordboard.js`, or `import { AgentBar } from '@cordboard/client'`. `new AgentBar(…)` and the element have the same methods, properties and events.",
  [
    '- Events: `bar.on(name, listener)`, `attachEvent`, `addEventListener`, or by assignment, `bar.CallInEvent = function (…) {…}`.',
    '- A method checks what it was given. If that will not do, it returns `false` (`DoConnect`: the code) and `ServerResponse` follows; else it sends the request and returns `true` (`0`). What the server refuses is told by `ServerResponse`.',
    '- Each method has a twin that waits: `await bar.DoHoldAsync()` gives `{ retCode, reason }`.',
    '- Times are written `2026-01-31 17:23:00`, in the zone of the browser.',
    "- Two servers: `ServerIP = '10.0.0.1,10.0.0.2'`. When one is lost, `SockDisconnectEvent` tells it, the other is asked, and the agent is where he was.",
  ].join('\n'),
];
