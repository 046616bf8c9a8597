import type { Claim } from './claims-in-names.js';

/** Names that look like a claim and are none, with the reason. Each has to be needed: a test says so. */
const ALLOWED: readonly (readonly [place: RegExp, rule: Claim['rule'], reason: string])[] = [
  [
    /(^|\/)norm\/bands\/colour(\/(red|green))?$/,
    'no-colour',
    'the colour that the norm table of the source itself gives; it goes with the test, never with a goal',
  ],
  [
    /^(TakenSignals|postSignals)\/(raised|revised|superseded|withdrawn|repeated)$/,
    'figure-on-signal',
    'how many signals of one request were stored: the answer to their vendor, and nothing about a learner',
  ],
  [
    /^schemas\/conformance\/report\.json\/counts\/total$/,
    'no-sum',
    'how many tests of the conformance suite there are: about a system, and nothing about a learner',
  ],
  [/(^|\/)norm\/bands\/grade(From|To)$/, 'no-mastery', 'the grade that the norm table of the source itself gives'],
];

/** What is left of `claims`, and which of the reasons were needed. */
export function notAllowed(claims: readonly Claim[]): { readonly left: readonly Claim[]; readonly used: ReadonlySet<string> } {
  const used = new Set<string>();
  const left = claims.filter(({ place, rule }) => {
    const allowed = ALLOWED.find(([where, of]) => of === rule && where.test(place));
    if (allowed !== undefined) used.add(allowed[2]);
    return allowed === undefined;
  });
  return { left, used };
}

export const ALLOWED_REASONS: readonly string[] = ALLOWED.map(([, , reason]) => reason);
