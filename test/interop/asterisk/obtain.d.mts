// What of the obtaining of an Asterisk is called from TypeScript.
export function obtainAsterisk(say?: (line: string) => void): Promise<string>;
export function asteriskOrReason(): Promise<{ readonly home: string; readonly reason: string }>;
