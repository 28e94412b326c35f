// What the command says of itself.

export const usage = (version: string): string => `cordboard-agent ${version}: the agent's desktop program

  cordboard-agent [--no-window] [Key:Sub=value …] [--key.sub value …]

  --no-window      serve pages, open no window
  --version        the version
  --help           this

Settings come from Config/settings.json beside the program, settings.json in your own folder, the environment
(CORDBOARD_AGENT_Ipsc__ServerList=host:8080, or IPSC6AGENT_ as before), and the command line; the later counts.

  Ipsc:ServerList=cti1:8080,cti2:8080      CTI servers, the program is logged in at all of them
  LocalWebServer:Port=9696                 where pages connect: ws://localhost:9696/jsonrpc
  localServer:allowedOrigins=["https://crm.example.com"]
                                           pages that may steer the program without asking you
  localServer:profile=v6                   events as version 6 has them
  phone:extension=8001                     extension to work at
  phone:registrars=[{"host":"pbx","user":"8001","password":"…","transport":"udp"}]
                                           registrars, instead of those of the CTI servers
  phone:autoAnswer=asked                   never, asked (by the switch) or always

See docs/desktop.md.
`;
