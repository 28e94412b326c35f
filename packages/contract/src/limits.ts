// Every bound that the contract itself sets on what travels.

export const limits = {
  maxIdLength: 64,
  maxLoginLength: 64,
  maxPasswordLength: 256,
  maxTokenLength: 256,
  maxNameLength: 128,
  maxReasonLength: 64,
  maxNumberLength: 32,
  maxPathLength: 512,
  maxDigits: 32,
  maxDataFields: 64,
  maxDataKeyLength: 64,
  maxDataValueLength: 1024,
  maxLeaveMs: 86_400_000,
  maxGroupMembers: 10_000,
  maxListItems: 500,
  defaultListItems: 100,
  /** Telephones offered in a snapshot. */
  maxDevicesOffered: 100,
} as const;
