// Telephones at Asterisk, from Cordboard: an endpoint, its place and its secret, put there over ARI (sorcery.conf in deploy/asterisk lets it).
import { limits } from '../../limits.ts';
import type { Asterisk } from './asterisk.ts';

/** @property ha1 MD5 of `user:realm:password` (RFC 7616 §3.4.2) */
export type Extension = { readonly user: string; readonly realm: string; readonly ha1: string };

/** @property auths what lets it in, each by itself; the user of all of them is the device. */
export type BrowserExtension = {
  readonly deviceId: string;
  readonly realm: string;
  readonly auths: readonly { readonly id: string; readonly ha1: string }[];
};

export type ObjectType = 'auth' | 'aor' | 'endpoint';

/** One of res_pjsip's objects. */
type Provisioned = {
  readonly type: ObjectType;
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
};

const secret = (id: string, user: string, realm: string, ha1: string): Provisioned => ({
  type: 'auth',
  id,
  values: { auth_type: 'md5', username: user, realm, md5_cred: ha1 },
});

/** What telephones on desks and in browsers have in common. */
const telephone = {
  context: 'cordboard-telephones',
  disallow: 'all',
  // What is snooped on, mixed and recorded must be decoded, and no Asterisk as it is published can decode Opus.
  allow: 'alaw,ulaw',
  direct_media: 'no',
  rtp_symmetric: 'yes',
  force_rport: 'yes',
  rewrite_contact: 'yes',
  dtmf_mode: 'auto_info',
} as const;

/** In the order in which one needs the other. */
const objects = ({ user, realm, ha1 }: Extension): readonly Provisioned[] => [
  secret(user, user, realm, ha1),
  { type: 'aor', id: user, values: { max_contacts: '5', remove_existing: 'yes' } },
  { type: 'endpoint', id: user, values: { ...telephone, auth: user, aors: user } },
];

/** A page that is loaded anew takes the place of its earlier self. */
export const browserObjects = (name: string, { deviceId, realm, auths }: BrowserExtension): readonly Provisioned[] => [
  ...auths.map(({ id, ha1 }) => secret(id, deviceId, realm, ha1)),
  { type: 'aor', id: name, values: { max_contacts: '1', remove_existing: 'yes' } },
  {
    type: 'endpoint',
    id: name,
    values: {
      ...telephone,
      webrtc: 'yes',
      dtls_auto_generate_cert: 'yes',
      rtp_timeout: String(limits.ariBrowserSilenceMs / 1_000),
      auth: auths.map(({ id }) => id).join(','),
      aors: name,
    },
  },
];

export const objectPath = (type: ObjectType, id: string): string =>
  `/asterisk/config/dynamic/res_pjsip/${type}/${encodeURIComponent(id)}`;

/** @throws AriError */
export async function putAll(asterisk: Asterisk, all: readonly Provisioned[]): Promise<void> {
  for (const { type, id, values } of all) {
    const fields = Object.entries(values).map(([attribute, value]) => ({ attribute, value }));
    await asterisk.ask('PUT', objectPath(type, id), {}, { fields });
  }
}

/** Says in the log how many there are now; one that Asterisk does not take is named there. */
export async function provision(asterisk: Asterisk, extensions: readonly Extension[]): Promise<number> {
  let taken = 0;
  await several(extensions, async (extension) => {
    await putAll(asterisk, objects(extension)).then(
      () => {
        taken += 1;
      },
      (error: unknown) => asterisk.failed(error),
    );
  });
  return taken;
}

/** So many at once as Asterisk is asked for. */
export async function several<Item>(items: readonly Item[], step: (item: Item) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await step(next);
  };
  await Promise.all(Array.from({ length: limits.ariProvisioningAtOnce }, work));
}
