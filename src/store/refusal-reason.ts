/** Why somebody was not let in, as exchange records, the log and REST name it: with what an operator reads. */
export const REFUSAL_REASONS = {
  'klantcode-unknown': 'no party has this klantcode',
  'klantnaam-differs': 'the party has another klantnaam',
  'key-unknown': 'no party has this autorisatiesleutel',
  'key-of-another-party': 'the autorisatiesleutel belongs to another party',
  'key-revoked': 'the autorisatiesleutel was revoked',
  'key-expired': 'the autorisatiesleutel has expired',
  'key-not-yet': 'the autorisatiesleutel is not valid yet',
  'key-not-for-school': 'the autorisatiesleutel does not cover this school',
  'certificate-missing': 'the connection had no client certificate that belongs to the party',
  'school-unknown': 'the message names a school that is not registered here',
  'no-agreement': 'this school and this party have no agreement',
  'no-agreement-for-exchange': 'no agreement of this school and this party covers this exchange',
  'agreement-ended': 'the agreement was ended',
  'agreement-expired': 'the agreement has expired',
  'agreement-not-yet': 'the agreement is not in force yet',
  'agreement-without-profile': 'the agreement has no profile for pupil data',
} as const;

export type RefusalReason = keyof typeof REFUSAL_REASONS;

export function isRefusalReason(text: unknown): text is RefusalReason {
  return typeof text === 'string' && Object.hasOwn(REFUSAL_REASONS, text);
}
