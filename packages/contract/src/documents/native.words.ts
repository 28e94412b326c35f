// The words before the tables of the native protocol's page.
import { block } from './markdown.ts';

export const introduction: readonly string[] = [
  'JSON-RPC 2.0 over WebSocket at `/agent`: one message per text frame, requests from the client, replies and `event` notifications from the server. ' +
    'The machine-readable form of this page is [openrpc.json](openrpc.json); errors are in [errors.md](../errors.md).',
  '## A session',
  block(
    'text',
    [
      '> {"jsonrpc":"2.0","id":1,"method":"session.signIn","params":{"login":"1001","password":"…"}}',
      '< {"jsonrpc":"2.0","id":1,"result":{"token":"…","agent":{"agentId":"1001",…},"rights":{…},…}}',
      '> {"jsonrpc":"2.0","id":2,"method":"session.snapshot"}',
      '< {"jsonrpc":"2.0","id":2,"result":{"position":{"epoch":"e1","seq":41},"agent":{…},"calls":[],…}}',
      '> {"jsonrpc":"2.0","id":3,"method":"agent.signIn","params":{"deviceId":"8001","state":"ready"}}',
      '< {"jsonrpc":"2.0","id":3,"result":{}}',
      '< {"jsonrpc":"2.0","method":"event","params":{"epoch":"e1","seq":42,"type":"agent.loggedOn","at":…,"agent":{…},"prev":41}}',
    ].join('\n'),
  ),
  'Before `session.signIn` or `session.signInWithToken` succeeds, nothing else is answered: frames are at most 4 KiB, there are ten seconds, ' +
    'and the third message that is not a successful sign-in ends the connection (a few more `session.ping` are let be). ' +
    'The token is the session: it is sent in a message, never in a URL.',
  '## Requests',
  '- Parameters go by name or, in the order of the tables below, by position. A missing, surplus or wrong one is refused by its name (`invalidParams`, `data.field`).\n' +
    '- A request without `id` is a notification: it is carried out and never answered. An `id` comes back as it came, numbers beyond 2^53 included.\n' +
    '- A batch holds at most 50 requests. They are carried out one after the other and answered in one array.\n' +
    '- A reply always comes before the events that its request caused.\n' +
    '- The limits of a connection are in the snapshot (`limits`): frame size, batch, requests under way, requests per second.\n' +
    '- An error carries `code`, an English `message`, and `data`: `name`, the `field` at fault, a `detail` for developers, and `text` for people in `zh`, `en`, `ru`.',
  '## The stream of events',
  'Events of a tenant are numbered: `epoch` names the history, `seq` the event. A session is given the events that its person may see, each with ' +
    '`prev`: the `seq` of the event this session was given before (or the position of its snapshot or resume).',
  '- If `prev` is the `seq` you hold, take the event and hold its `seq`.\n' +
    '- If its `seq` is not above the one you hold, you have it already.\n' +
    '- Otherwise something is missing: ask `session.resume` with your position. `resumed: true`: every event behind it follows. `false`: take `session.snapshot`.\n' +
    '- After a lost connection: sign in with the token, then resume from your position.',
  'An event that touches a call carries the whole call as it is now, one about an agent the whole agent: a client replaces its copy by id. ' +
    'A call event without `call` means that the call is over. `allowed` in an agent, and in each connection of a call, names the methods that would not be refused now: what buttons are enabled.',
  'A client that reads too slowly is told `event.paused`; when it has read what was sent, it gets `event.snapshot` and the stream goes on behind it. ' +
    'One that does not read for half a minute is closed with 4007.',
  '## Is the link alive?',
  'The server sends a WebSocket ping every five seconds and cuts a connection from which nothing has come back for two of them. A browser cannot see pings, so a client ' +
    'calls `session.ping` every five seconds and counts the link as lost after two without any message. An agent whose link is lost is offered nothing, keeps his calls, ' +
    'and is signed out when he is not back in time.',
];
