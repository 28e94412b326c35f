// Which CTI server is the main one: where the agent is at work, else where it was, else one that is there.

export type Candidate = { readonly isUp: boolean; readonly isAtWork: boolean };

/** @param now index of the present main server. @returns index of the next one. */
export function mainOf(servers: readonly Candidate[], now: number): number {
  const present = servers[now];
  if (present?.isUp === true && present.isAtWork) return now;
  const working = servers.findIndex(({ isUp, isAtWork }) => isUp && isAtWork);
  if (working >= 0) return working;
  if (present?.isUp === true) return now;
  const up = servers.findIndex(({ isUp }) => isUp);
  return up >= 0 ? up : now;
}
