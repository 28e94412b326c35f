// Every setting of the server: its name, its meaning, its default and what it may be. The only list; help, documentation and checks follow from it.
import { z } from 'zod';
import { logLevels } from '../log.ts';

declare module 'zod' {
  interface GlobalMeta {
    /** Never printed. */
    secret?: boolean;
  }
}

const port = z.int().min(0).max(65_535);
const host = z.string().min(1);
const path = z.string().min(1);

const tlsFiles = { key: path, cert: path };

const http = z.strictObject({
  host: host
    .default('127.0.0.1')
    .meta({ description: 'Address that pages, WebSockets and metrics are served on; 0.0.0.0 for every network.' }),
  port: port.default(8080).meta({ description: 'Port of the same; 0 for any free one.' }),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        'How browsers reach this server when it stands behind a name or a proxy, such as https://cti.example.org.',
    }),
  allowedOrigins: z.array(z.url()).default([]).meta({
    description: 'Origins of other pages that may connect (a CRM with the bar in it), such as https://crm.example.org.',
  }),
  trustedProxies: z
    .array(host)
    .default([])
    .meta({ description: 'Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.' }),
  metricsToken: z.string().min(16).optional().meta({
    description: 'Bearer token for /metrics from other machines; without it only this one may read.',
    secret: true,
  }),
  tls: z
    .strictObject({
      key: tlsFiles.key.optional().meta({ description: 'PEM file of the private key; with http.tls.cert, HTTPS.' }),
      cert: tlsFiles.cert.optional().meta({ description: 'PEM file of the certificate and its chain.' }),
    })
    .prefault({}),
});

const sip = z.strictObject({
  host: host
    .default('127.0.0.1')
    .meta({ description: 'Address for SIP over UDP and TCP; 0.0.0.0 lets desk phones in your network register.' }),
  port: port.default(5060).meta({ description: 'Port of the same; 0 for any free one.' }),
  domain: host.default('cordboard.local').meta({
    description: 'SIP domain and digest realm. Phone passwords are bound to it: change it before you hand them out.',
  }),
  publicAddress: host
    .optional()
    .meta({ description: 'Address put into SIP and SDP instead of the local one, behind a NAT.' }),
  tls: z
    .strictObject({
      port: port.default(5061).meta({ description: 'Port for SIP over TLS, open when key and certificate are set.' }),
      key: tlsFiles.key
        .optional()
        .meta({ description: 'PEM file of the private key; with sip.tls.cert, SIP over TLS.' }),
      cert: tlsFiles.cert.optional().meta({ description: 'PEM file of the certificate and its chain.' }),
    })
    .prefault({}),
});

const media = z.strictObject({
  host: host.optional().meta({
    description:
      'Address that audio is sent from and received on. By default the one of sip.host, or, when that is 0.0.0.0, the first address of this machine that is not loopback.',
  }),
  rtpPorts: z
    .strictObject({
      from: z.int().min(1024).max(65_534).default(20_000).meta({ description: 'First UDP port for audio.' }),
      to: z.int().min(1025).max(65_535).default(29_999).meta({ description: 'Last UDP port for audio.' }),
    })
    .prefault({}),
  workers: z
    .int()
    .min(0)
    .max(64)
    .default(0)
    .meta({ description: 'Threads that carry audio; 0: one less than there are processors, at least one.' }),
  soundFolder: path
    .optional()
    .meta({ description: 'Folder of <name>.wav files (8 kHz, mono) that come before the built-in sounds and music.' }),
});

const trunk = z.strictObject({
  id: z.string().min(1).max(64).meta({ description: 'Its name in logs and call records.' }),
  uri: z.string().startsWith('sip:').nullable().default(null).meta({
    description: 'Where calls go out, sip:host:port, with ;transport=tcp or tls; null: calls only come in by it.',
  }),
  addresses: z
    .array(host)
    .default([])
    .meta({ description: 'Addresses whose calls are taken as this trunk’s: 192.0.2.7, or 192.0.2.7:5080.' }),
  user: z.string().min(1).optional().meta({ description: 'User name, when the carrier asks for one.' }),
  password: z.string().min(1).optional().meta({ description: 'Password of the same.', secret: true }),
  switch: z.string().min(1).optional().meta({
    description:
      'Id of the switch that has it, where switches are set: there, its id is the name of the endpoint. The first one by default.',
  }),
  outgoing: z.boolean().default(true).meta({ description: 'Whether calls go out by it, where switches are set.' }),
  maxCalls: z.int().min(1).max(10_000).default(30).meta({ description: 'Calls in and out together.' }),
  callerId: z.string().default('').meta({ description: 'Number shown when the call brings none of its own.' }),
});

const externalSwitch = z.strictObject({
  id: z.string().min(1).max(64).meta({
    description: 'Its name in logs and in trunks[].switch; of several, also systemname in asterisk.conf (Asterisk).',
  }),
  kind: z.enum(['asterisk', 'freeswitch']).meta({ description: 'What it is.' }),
  url: z.url({ protocol: /^(https?|esl)$/ }).meta({
    description:
      'Where it is: ARI of Asterisk, http://127.0.0.1:8088; event socket of FreeSWITCH, esl://127.0.0.1:8021.',
  }),
  user: z.string().min(1).default('cordboard').meta({ description: 'User of ari.conf (Asterisk).' }),
  password: z.string().min(1).meta({ description: 'Password of the user, or of the event socket.', secret: true }),
  app: z
    .string()
    .regex(/^[\w-]{1,64}$/u, 'letters, digits, hyphens and underscores')
    .default('cordboard')
    .meta({ description: 'Stasis application that its dialplan sends calls into (Asterisk).' }),
  extensions: z.boolean().default(true).meta({
    description:
      'Whether the tenant’s telephones are put there over ARI; otherwise they are in its own files (Asterisk).',
  }),
  recordingsFolder: path.optional().meta({
    description:
      'Folder that FreeSWITCH writes recordings to and Cordboard takes them from, under the same path for both; freeswitch in dataFolder by default (FreeSWITCH).',
  }),
});

const ncc = z.strictObject({
  enabled: z.boolean().default(false).meta({
    description: 'Whether CTI modules may watch and steer telephones by the CTI API of Naumen Contact Center.',
  }),
  host: host.default('127.0.0.1').meta({
    description:
      'Address that the CTI API is served on. Whoever reaches it may steer every telephone: nobody is asked for a password there.',
  }),
  port: port.default(8098).meta({ description: 'Port of the same; 0 for any free one.' }),
});

/** @public */
export const settingsSchema = z
  .strictObject({
    dataFolder: path
      .default('./data')
      .meta({ description: 'Folder of the embedded database, recordings and the spool. Created when missing.' }),
    tenant: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'lower-case letters, digits, dots and hyphens')
      .default('demo')
      .meta({ description: 'The tenant that this server works for.' }),
    demo: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether a demonstration tenant is set up when the database is empty.' }),
    drainMs: z.int().min(0).max(3_600_000).default(30_000).meta({
      description:
        'How long a stop waits for the calls that are there, in milliseconds; no new ones begin meanwhile. A second signal does not wait.',
    }),
    http: http.prefault({}),
    sip: sip.prefault({}),
    media: media.prefault({}),
    ncc: ncc.prefault({}),
    switches: z.array(externalSwitch).max(16).default([]).meta({
      description: 'Switches that have the calls, instead of the embedded one.',
    }),
    trunks: z
      .array(trunk)
      .default([])
      .meta({ description: 'Ways to the telephone network, in the order they are tried.' }),
    database: z
      .strictObject({
        url: z
          .url({ protocol: /^postgres(ql)?$/ })
          .optional()
          .meta({
            description:
              'PostgreSQL to use, postgres://user:password@host/database; without it one is started in dataFolder.',
            secret: true,
          }),
      })
      .prefault({}),
    log: z
      .strictObject({
        level: z.enum(logLevels).default('info').meta({ description: 'What is worth a line.' }),
        file: path.optional().meta({ description: 'File that lines are added to; standard output otherwise.' }),
      })
      .prefault({}),
  })
  .superRefine((settings, context) => {
    for (const door of ['http', 'sip'] as const) {
      const { key, cert } = settings[door].tls;
      const missing = key === undefined ? 'key' : 'cert';
      if ((key === undefined) !== (cert === undefined)) {
        context.addIssue({
          code: 'custom',
          path: [door, 'tls', missing],
          message: `must be set together with ${door}.tls.${missing === 'key' ? 'cert' : 'key'}`,
        });
      }
    }
    if (settings.media.rtpPorts.to <= settings.media.rtpPorts.from) {
      context.addIssue({
        code: 'custom',
        path: ['media', 'rtpPorts', 'to'],
        message: 'must be above media.rtpPorts.from',
      });
    }
    for (const list of ['trunks', 'switches'] as const) {
      const ids = settings[list].map((each) => each.id);
      const twice = ids.findIndex((id, at) => ids.indexOf(id) !== at);
      if (twice !== -1) {
        context.addIssue({ code: 'custom', path: [list, twice, 'id'], message: `"${ids[twice]}" is there twice` });
      }
    }
    for (const [at, { kind, url }] of settings.switches.entries()) {
      const scheme = kind === 'freeswitch' ? 'esl:' : 'http:';
      if (url.startsWith('esl:') === (kind === 'freeswitch')) continue;
      context.addIssue({ code: 'custom', path: ['switches', at, 'url'], message: `begins with ${scheme} for ${kind}` });
    }
    const switchIds = settings.switches.map(({ id }) => id);
    for (const [at, { switch: named }] of settings.trunks.entries()) {
      if (named === undefined || switchIds.includes(named)) continue;
      context.addIssue({
        code: 'custom',
        path: ['trunks', at, 'switch'],
        message: `there is no switch "${named}" in switches`,
      });
    }
  });

export type Settings = z.infer<typeof settingsSchema>;
