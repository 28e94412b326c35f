// What makes a session's page a telephone: a short-lived secret that the switch knows before the page does.
import type { Refusal } from '@cordboard/domain';
import type { SipSecrets } from './accounts/sip-secrets.ts';
import type { PhoneCredentials } from './core.ts';
import type { BrowserPhones } from './drivers/browser-phones.ts';

export type PhoneParts = {
  readonly secrets: Pick<SipSecrets, 'issue' | 'withdraw'>;
  /** Absent: the switch has no telephones in browsers. */
  readonly browserPhones?: BrowserPhones | undefined;
  readonly sipDomain: string;
};

export async function phoneCredentials(
  { secrets, browserPhones, sipDomain }: PhoneParts,
  deviceId: string,
  sessionId: string,
): Promise<PhoneCredentials | Refusal> {
  if (browserPhones === undefined) return { refused: 'phoneUnavailable', detail: 'This switch has none in browsers.' };
  const issued = secrets.issue(deviceId, sessionId);
  const address = await browserPhones.admit({ deviceId, sessionId });
  if (address !== null) return { ...issued, user: deviceId, address, domain: sipDomain };
  secrets.withdraw(deviceId, sessionId, issued);
  return { refused: 'phoneUnavailable', detail: 'The switch is away.' };
}
