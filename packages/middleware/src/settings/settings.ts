// What can be set, with its defaults.
import { z } from 'zod';
import { logLevels } from '@cordboard/server/parts';

const host = z.string().min(1).max(255);
const port = z.int().min(0).max(65_535);
const file = z.string().min(1).max(4_096);
const hasScheme = (...schemes: readonly string[]) => {
  return (text: string): boolean => URL.canParse(text) && schemes.includes(new URL(text).protocol);
};

const http = z.strictObject({
  host: host.default('127.0.0.1').meta({ description: 'Address that agents connect to; 0.0.0.0 for every network.' }),
  port: port.default(9595).meta({ description: 'Port of the same; 0 for any free one.' }),
  trustedProxies: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.' }),
  allowedOrigins: z
    .array(
      z
        .string()
        .refine(
          (text) => URL.canParse(text) && new URL(text).origin === text,
          'an origin such as https://crm.example.com',
        ),
    )
    .default([])
    .meta({ description: 'Origins of pages that may open WebSockets with the cookie, besides our own.' }),
  strictCodes: z.boolean().default(false).meta({
    description: 'Answers with 200, 204, 400, 401 and 500 alone, each where seed clients expect it: no 403, 413, 429.',
  }),
  tls: z
    .strictObject({
      key: file.optional().meta({ description: 'PEM file of the private key; with http.tls.cert, HTTPS.' }),
      cert: file.optional().meta({ description: 'PEM file of the certificate and its chain.' }),
    })
    .refine(({ key, cert }) => (key === undefined) === (cert === undefined), 'key and cert go together')
    .prefault({}),
});

const database = z.strictObject({
  url: z
    .string()
    .refine(hasScheme('postgres:', 'postgresql:'), 'an address such as postgres://user:password@host:5432/name')
    .optional()
    .meta({ description: 'PostgreSQL, 13 or newer. Either this or database.folder must be set.', secret: true }),
  folder: file.optional().meta({ description: 'Folder of an embedded PostgreSQL of our own, for a first look.' }),
});

const cti = z.strictObject({
  url: z
    .string({ error: 'must be set: the address of the CTI API, such as ws://127.0.0.1:8098/' })
    .refine(hasScheme('ws:', 'wss:'), 'an address such as ws://127.0.0.1:8098/')
    .meta({ description: 'The CTI API, which trusts its network: ws://host:8098/.' }),
  commandTimeoutMs: z
    .int()
    .min(100)
    .max(60_000)
    .default(5_000)
    .meta({ description: 'How long an answer of the CTI API is waited for (ms).' }),
});

const log = z.strictObject({
  level: z.enum(logLevels).default('info').meta({ description: 'What is logged.' }),
  file: file.optional().meta({ description: 'File that the log is appended to; standard output when not set.' }),
});

export const settingsSchema = z
  .strictObject({
    http: http.prefault({}),
    database: database.prefault({}),
    cti: cti.prefault({} as never),
    log: log.prefault({}),
  })
  .refine(({ database: { url, folder } }) => url !== undefined || folder !== undefined, {
    path: ['database', 'url'],
    message: 'must be set: postgres://user:password@host:5432/name, or database.folder for an embedded PostgreSQL',
  });

export type Settings = z.output<typeof settingsSchema>;
