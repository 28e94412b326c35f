// A length of time as people read it on a clock.

/**
 * @param ms length; negative counts as nothing
 * @returns `m:ss`, or `h:mm:ss` from one hour
 */
export function clockText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3_600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}
