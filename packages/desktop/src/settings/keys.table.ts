// The names that settings have in files and flags of the original (`Ipsc:ServerList:0`, as .NET writes them), and who may set them.

export type KeyRow = {
  /** As in the original, letters of any size. */
  readonly key: string;
  /** Where it goes: a path in our settings. */
  readonly path: string;
  /** `host[:port]` becomes a place. */
  readonly kind: 'text' | 'number' | 'boolean' | 'servers';
};

export const keys: readonly KeyRow[] = [
  { key: 'Ipsc:ServerList',                path: 'cti.servers',                      kind: 'servers' },
  { key: 'Ipsc:LocalAddress',              path: 'cti.localAddress',                 kind: 'text' },
  { key: 'Ipsc:LocalPort',                 path: 'cti.localPort',                    kind: 'number' },
  { key: 'LocalWebServer:Port',            path: 'localServer.port',                 kind: 'number' },
  { key: 'WebServer:ListenPort',           path: 'localServer.port',                 kind: 'number' },
  { key: 'Phone:LocalPort',                path: 'phone.localPort',                  kind: 'number' },
  { key: 'Phone:LocalSipPort',             path: 'phone.localPort',                  kind: 'number' },
  { key: 'Phone:LocalAddress',             path: 'phone.localAddress',               kind: 'text' },
  { key: 'Phone:PublicAddress',            path: 'phone.publicAddress',              kind: 'text' },
  { key: 'Startup:LoginNotRequired',       path: 'startup.loginNotRequired',         kind: 'boolean' },
  { key: 'Startup:WorkerNum',              path: 'startup.workerNum',                kind: 'text' },
  { key: 'Startup:MainWindowStartupMode',  path: 'startup.mainWindowStartupMode',    kind: 'number' },
];

/** What a link `cordboard-agent:` may set: it comes from a page, and a page must not choose where the password goes. */
export const keysOfLinks: ReadonlySet<string> = new Set(['startup.mainWindowStartupMode', 'startup.workerNum']);
