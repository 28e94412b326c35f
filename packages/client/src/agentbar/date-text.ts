// Instants as the document writes them: `2015-09-24 17:23:00`, in the zone of the browser.

const two = (number: number): string => String(number).padStart(2, '0');

/** @param instantMs since the Unix epoch; null: empty. */
export function dateText(instantMs: number | null): string {
  if (instantMs === null) return '';
  const at = new Date(instantMs);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Where the document says time stamp: whole seconds since the Unix epoch; null: empty. */
export const stampText = (instantMs: number | null): string =>
  instantMs === null ? '' : String(Math.floor(instantMs / 1_000));
