/** What is said of a message that does not keep a requirement for which the gateway has no rule. */
export const BEYOND_RULES = {
  'MESSAGE-01': 'The answer does not say of which school it is',
  'MESSAGE-02': 'The moment has no time zone',
  'MESSAGE-03': 'The family name is longer than 70 characters',
  'MESSAGE-04': 'The faultcode is not in the namespace of the envelope',
  'MESSAGE-05': 'The faultcode is none of the standard',
  'MESSAGE-06': 'The fault has no text',
  'MESSAGE-07': 'The code has a digit or letter that is not ASCII',
} as const;

export type BeyondRuleId = keyof typeof BEYOND_RULES;
