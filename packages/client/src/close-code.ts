// The close codes after which coming back is no use (the contract's close-code rows with `comeBack: 'no'`).
import type { CloseName } from '@cordboard/contract';

export const finalCloseCodes: Readonly<Record<number, CloseName>> = {
  1003: 'binaryNotAccepted',
  1009: 'frameTooLarge',
  4001: 'signedInElsewhere',
  4002: 'signedOut',
  4003: 'signedOutByOther',
  4005: 'tooManyFailures',
};
