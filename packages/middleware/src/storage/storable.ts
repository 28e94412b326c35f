// Texts as PostgreSQL can hold them: a NUL, and half of a surrogate pair, are refused by it, with everything that is written in the same breath.

const refused = /[\0\p{Surrogate}]/gu;

export const storable = (text: string): string => text.replaceAll(refused, '\uFFFD');
