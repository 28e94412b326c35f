// What the figures of /metrics mean: source and counter as the parts of the server name them, kind, and words. A counter without a row is shown as a gauge.

type Row = readonly [source: string, counter: string, kind: 'counter' | 'gauge', help: string];

export const metricRows: readonly Row[] = [
  ['loop', 'inputs', 'counter', 'Inputs taken by the core: commands, facts of the switch, timers.'],
  ['loop', 'bugs', 'counter', 'Inputs on which an assertion of the core failed. Anything above 0 is a bug to report.'],
  ['loop', 'waiting', 'gauge', 'Inputs waiting for the core.'],
  ['loop', 'timers', 'gauge', 'Timers under way.'],
  ['loop', 'unjournaled', 'gauge', 'Events that happened and are not in the journal yet.'],
  ['publish', 'deliveries', 'counter', 'Events given to sessions.'],
  ['publish', 'subscribers', 'gauge', 'Sessions that events are given to.'],
  ['publish', 'ringEvents', 'gauge', 'Events kept for clients that come back.'],
  ['journal', 'spooled', 'gauge', 'Events in the spool file, waiting for the database.'],
  ['calls', 'live', 'gauge', 'Calls now.'],
  ['agents', 'signedIn', 'gauge', 'Agents signed in now.'],
  ['ncc', 'connections', 'gauge', 'CTI modules connected.'],
  ['ncc', 'users', 'gauge', 'Users that CTI modules are attached to.'],
  ['ncc', 'refused', 'counter', 'Upgrades to the CTI API refused: pages of browsers.'],
  ['http', 'open', 'gauge', 'WebSockets open.'],
  ['http', 'refused', 'counter', 'WebSocket upgrades refused: origin, path or caps.'],
];
