// Tells a database that is away from one that answers no.

/** Refused for good by a server that is there: wrong password, no such database or user. */
const hopeless = /^(28|3D)/;
/** Connection trouble, shutting down, too many connections, read-only after a failover: goes away by itself. */
const passing = /^(08|57P|53300|25006)/;

function codeOf(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
  }
  return null;
}

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');

/** @returns true when trying again later may work because no server answered. */
export function isOutage(error: unknown): boolean {
  const code = codeOf(error);
  return code === null || !isSqlState(code) || passing.test(code);
}

export const isHopeless = (error: unknown): boolean => hopeless.test(codeOf(error) ?? '');

/** SQLSTATE unique_violation. */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === '23505';
