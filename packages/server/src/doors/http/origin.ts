// Which pages may connect: the exact comparison behind every upgrade and every answer to another origin.
import { isIP } from 'node:net';

export type OriginRules = {
  readonly publicUrl?: string | undefined;
  readonly allowedOrigins: readonly string[];
};

const originOf = (text: string): string | null => {
  try {
    const { origin } = new URL(text);
    return origin === 'null' ? null : origin;
  } catch {
    return null;
  }
};

/** `localhost` and addresses mean the same machine to everybody; a name means what its owner says (DNS rebinding). */
function cannotBeRebound(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}

/**
 * @param origin the `Origin` header; absent for programs that are not browsers, which have no ambient rights to abuse: every door asks for
 * a password first, and none knows cookies.
 * @param host the `Host` header.
 */
export function mayConnect(
  origin: string | undefined,
  host: string | undefined,
  secure: boolean,
  rules: OriginRules,
): boolean {
  if (origin === undefined) return true;
  const asked = originOf(origin);
  if (asked === null || asked !== origin) return false;
  const named = [...rules.allowedOrigins, ...(rules.publicUrl === undefined ? [] : [rules.publicUrl])];
  if (named.some((each) => originOf(each) === asked)) return true;
  if (host === undefined) return false;
  const own = originOf(`${secure ? 'https' : 'http'}://${host}`);
  return own === asked && cannotBeRebound(new URL(asked).hostname);
}
