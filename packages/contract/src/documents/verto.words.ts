// What a reader should know before the lists of the Verto page.
import { block } from './markdown.ts';

export const vertoWords: readonly string[] = [
  "Clients of FreeSWITCH's Verto and of XSwitch's callcenter connect here as they are. Each item says whose word it is: Verto's (mod_verto), XSwitch's (its callcenter documentation), or ours, which neither of them knows.",
  '## How to use it',
  block(
    'html',
    [
      '<script src="https://your-server/static/js/verto-min.js"></script>',
      '<script>',
      '  var verto = new Verto();',
      '  var vcc = new VertoCallcenter(verto);',
      '  verto.connect(',
      '    {',
      "      login: '1001@your-domain',",
      "      passwd: 'password',",
      "      socketUrl: 'wss://your-server/ws',",
      '      loginParams: { xui_sessid: token },',
      '    },',
      '    {',
      '      onWSLogin: function (v, success) {',
      "        vcc.ccLogin('support', '1001', '8001', function () {}, function (e) { alert(e.reason); });",
      '      },',
      '    },',
      '  );',
      "  verto.subscribe('vcc.default.1001', { handler: function (v, event) { show(event); } });",
      '</script>',
    ].join('\n'),
  ),
  "With modules: `import verto, { Verto, VertoCallcenter } from '@cordboard/client/verto'`. In Node give the class of a WebSocket: `new Verto({ WebSocket })`. Every function also gives a promise.",
  "- Address: `/ws`. The origin of a page must be among `http.allowedOrigins`, unless the server serves the page itself.\n- Signing in: `login` is `user@domain` (the domain of the telephones, or the tenant's id) and `passwd` the password; or `loginParams.xui_sessid` is a token, and `passwd` any word. A client first hears -32000 and then signs in. A refused login leaves the connection open; after 5 of them, or 30 s without one, `verto.punt` tells the client to stay away.\n- Tokens: `POST /api/sessions` with `login` and `password` gives `token` and `expires`; `POST /api/xcc/sessions/getExtnToken` with the header `token` and `extn` gives one for an extension. `login` again on the live connection renews in place; `tokenExpiring` (ours) on the channel of one's own sessid tells 5 minutes before the end.\n- Over HTTP: `POST /api/cc/ccc/<function>` and `GET /api/cc/agent_state?queue=…`, with the token in `X-XTRA-AUTH-ID`.\n- One person is one agent, wherever he is connected here: several connections and requests of his share one place. A sign-in at the bar or another door ends it, and the other way round.\n- Sessions: who comes back with the same `sessid` within 120 s has his channels, and hears what happened meanwhile. The same sessid on a new connection ends the old one; somebody else's is refused. Without any connection an agent is offered nothing at once, and is signed out after the grace time of his tenant.\n- Channels: `vcc`, `vcc.<group>`, `vcc.<group>.<agent>`, where a queue's name may stand for the group, and `default` for all that one may see. An agent has his own; a supervisor his group or the tenant, as his role says. Each subscription gets an event once, with `eventChannel` being the name that was subscribed to, so that stock clients find their handler; `topic` (ours) is the full name. `eventSerno` counts from 0 without a hole for each session and channel, also over a reconnection; a hole says that something was missed: ask for `ccSnapshot` or `ccAgentState`.\n- Telephone: with `loginParams.phone: '8001'`, or by the token of an extension, the client is the telephone of that extension while its agent works there: calls come as `verto.invite`, and one calls with it. `autoAnswer` (ours) says that the call was asked for; `answerCall` (ours) on the channel of one's sessid, that `ccAnswer` was. A page that is loaded anew gets `verto.attach` with an offer for each call that is still there, held ones held; so does one that was away, within the 120 s of its session. `replace` is refused; holding is done at the switch.\n- `app` and `app.…` (ours): channels for what supervisors tell with `verto.broadcast`.\n- `agent` is `1001` or `default.1001`. `queue` says which of the agent's queues is meant; he is signed in to all of his.",
];
