// Session tokens: opaque, 256 random bits, kept only as their SHA-256.
import { createHash, randomBytes } from 'node:crypto';

const form = /^[A-Za-z0-9_-]{43}$/;

export const newToken = (): string => randomBytes(32).toString('base64url');

/** Whether the text could be one of our tokens; nothing else is worth a look into the database. */
export const isToken = (text: string): boolean => form.test(text);

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
