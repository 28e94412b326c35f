// How a field of the call's data is called on the card: `customerNumber` as the operator wrote it, in words.

/** @param name as configured; one that is no camelCase or snake_case word is shown as it is */
export function fieldWords(name: string): string {
  if (!/^[a-z][A-Za-z0-9_]*$/.test(name)) return name;
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
