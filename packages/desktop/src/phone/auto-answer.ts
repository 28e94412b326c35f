// When the telephone answers by itself.

/** `never`; `asked`: when the switch asks for it (Call-Info answer-after, Alert-Info: RFC 3261 §20.9, RFC 7462); `always`. */
export type AutoAnswer = 'never' | 'asked' | 'always';

export function autoAnswers(policy: AutoAnswer, header: (name: string) => string | undefined): boolean {
  if (policy !== 'asked') return policy === 'always';
  return /answer-after\s*=\s*0/i.test(header('call-info') ?? '') || /auto[- ]?answer/i.test(header('alert-info') ?? '');
}
