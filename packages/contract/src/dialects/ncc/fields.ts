// What travels between a CTI module and the CTI API, once: lenient where the manual says two things (NCC CTI API, protocol 13).
import { z } from 'zod';
import { make } from '../../fields.ts';

const { described } = make;

/** The longest text of an id, a login, a number. */
const short = z.string().min(1).max(256);

/** An id is a text in the manual and a number on some servers: kept as it came, compared as text. */
export const cid = described(z.union([short, z.int()]), "Call, as this user's telephone has it; opaque.", 2);
export const confId = described(z.union([short, z.int()]), 'Conference; opaque.', 7);
export const login = described(short, 'Account name of the user.', 'alice');
export const phoneNumber = described(short, 'Number or SIP URI.', '8002');
export const seconds = described(z.number(), 'Instant (s since the Unix epoch).', 1_699_871_715);

/** `true`, or the text that the manual quotes it as. */
export const flag = z.union([
  z.boolean(),
  z.literal('true').transform(() => true),
  z.literal('false').transform(() => false),
]);
export const onOff = described(flag, 'Whether it is to be so.', true);

/** What is known about a call by name. */
export const params = described(z.record(z.string(), z.unknown()), 'By name; sessionId always, once known.', {
  sessionId: 'c-01jb2k7x',
});
export const text = z.string().max(65_536);
