// Telephones at Asterisk, from Cordboard: an endpoint, its place and its secret, put there over ARI (sorcery.conf in deploy/asterisk lets it).
import { limits } from '../../limits.ts';
import type { Asterisk } from './asterisk.ts';

/** @property ha1 MD5 of `user:realm:password` (RFC 7616 §3.4.2) */
export type Extension = { readonly user: string; readonly realm: string; readonly ha1: string };

type Fields = readonly { readonly attribute: string; readonly value: string }[];

const fields = (values: Readonly<Record<string, string>>): Fields =>
  Object.entries(values).map(([attribute, value]) => ({ attribute, value }));

/** In the order in which one needs the other. */
const objects = ({ user, realm, ha1 }: Extension): readonly (readonly [type: string, Fields])[] => [
  ['auth', fields({ auth_type: 'md5', username: user, realm, md5_cred: ha1 })],
  ['aor', fields({ max_contacts: '5', remove_existing: 'yes' })],
  [
    'endpoint',
    fields({
      context: 'cordboard-telephones',
      disallow: 'all',
      allow: 'alaw,ulaw',
      direct_media: 'no',
      rtp_symmetric: 'yes',
      force_rport: 'yes',
      rewrite_contact: 'yes',
      dtmf_mode: 'auto_info',
      auth: user,
      aors: user,
    }),
  ],
];

/** Says in the log how many there are now; one that Asterisk does not take is named there. */
export async function provision(asterisk: Asterisk, extensions: readonly Extension[]): Promise<number> {
  const waiting = [...extensions];
  let taken = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) if (await put(asterisk, next)) taken += 1;
  };
  await Promise.all(Array.from({ length: limits.ariProvisioningAtOnce }, work));
  return taken;
}

async function put(asterisk: Asterisk, extension: Extension): Promise<boolean> {
  for (const [type, values] of objects(extension)) {
    const path = `/asterisk/config/dynamic/res_pjsip/${type}/${encodeURIComponent(extension.user)}`;
    try {
      await asterisk.ask('PUT', path, {}, { fields: values });
    } catch (error) {
      asterisk.failed(error);
      return false;
    }
  }
  return true;
}
