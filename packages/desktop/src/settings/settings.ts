// What can be set, with its defaults; where it comes from is in sources.ts.
import { z } from 'zod';
import { limits } from '../limits.ts';

const host = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\w.:-]+$/u, 'not a host');
const port = z.coerce.number().int().min(0).max(65_535);
/** Environment and flags are text. */
const yesNo = z.union([z.boolean(), z.stringbool()]);
const origin = z
  .string()
  .max(300)
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'an origin such as https://crm.example.com');

export const serverPlace = z.strictObject({
  host,
  port,
  isSecure: yesNo.default(false),
});
export type ServerPlace = z.output<typeof serverPlace>;

const registrar = z.strictObject({
  host,
  port: port.default(5060),
  transport: z.enum(['udp', 'tcp', 'tls', 'ws', 'wss']).default('udp'),
  webSocketUrl: z.string().max(500).exactOptional(),
  domain: host.exactOptional(),
  user: z.string().min(1).max(64),
  authorizationUser: z.string().min(1).max(64).exactOptional(),
  password: z.string().min(1).max(128),
});

export const settingsSchema = z.strictObject({
  cti: z
    .strictObject({
      servers: z.array(serverPlace).max(limits.maxServers).default([]),
      /** Empty: whatever reaches the servers. */
      localAddress: z.string().max(255).default(''),
      /** Kept for files of the original; the connections here choose their ports themselves. */
      localPort: port.default(0),
    })
    .prefault({}),
  localServer: z
    .strictObject({
      /** 0: 9696. */
      port: port.default(9696),
      profile: z.enum(['draft', 'v6']).default('draft'),
      /** Version 6 calls the event about queues by either name. */
      queueEventName: z.enum(['onQueueInfoReceived', 'onQueueInfoEvent']).default('onQueueInfoReceived'),
      /** Pages that may steer the program without asking. */
      allowedOrigins: z.array(origin).max(limits.maxGrants).default([]),
      /** Anybody's page may steer the program, as with the original. */
      isOpenToAnyPage: yesNo.default(false),
    })
    .prefault({}),
  phone: z
    .strictObject({
      /** Extension to work at; empty: one that is free. */
      extension: z.string().max(64).default(''),
      /** By CTI server; left out: the server's own registrar, with credentials that it gives. */
      registrars: z.array(registrar).max(limits.maxRegistrars).default([]),
      localAddress: z.string().max(255).default(''),
      /** 0: any. */
      localPort: port.default(0),
      publicAddress: z.string().max(255).default(''),
      autoAnswer: z.enum(['never', 'asked', 'always']).default('asked'),
      /** `window`: of the toolbar window; `none`: calls are answered without sound. */
      sound: z.enum(['window', 'none']).default('window'),
    })
    .prefault({}),
  window: z
    .strictObject({
      /** The browser's command; empty: the first that is found. */
      browser: z.string().max(500).default(''),
      arguments: z.array(z.string().max(500)).max(32).default([]),
    })
    .prefault({}),
  startup: z
    .strictObject({
      /** Whether the window opens, and how: 0 normal, 1 minimised, 2 none. */
      mainWindowStartupMode: z.coerce.number().int().min(0).max(2).default(0),
      /** Kept for files of the original: pages may always connect before login. */
      loginNotRequired: yesNo.default(false),
      /** Filled in to the login form. */
      workerNum: z.string().max(64).default(''),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
});
export type Settings = z.output<typeof settingsSchema>;

/** The port that is meant: 0 is the default one. */
export const localPortOf = ({ localServer }: Settings): number => localServer.port || 9696;
