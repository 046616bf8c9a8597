import { afterAll, describe, expect, test } from '@jest/globals';
import { PUPIL_PROFILES } from '../../src/uwlr/grammar/grammar.js';
import { hasProfiles } from '../../src/uwlr/messages/catalogue.js';
import { OFFICIAL_ARE_HERE, officialPupilJudge } from '../support/judges.js';
import { PUPIL_ROOTS } from '../support/trial.js';
import { OwnJudges } from '../support/variants.js';
import { compareVerdicts, type JudgesOf, MESSAGES, printCounts, seldom } from './support/verdict-run.js';

const own = new OwnJudges();
const official = new Map(
  OFFICIAL_ARE_HERE ? [undefined, ...PUPIL_PROFILES].map((profile) => [profile, officialPupilJudge(profile)] as const) : [],
);
afterAll(() => {
  own.dispose();
  for (const judge of official.values()) judge.dispose();
});

/** What the official profiles name as the standard does (deviation `profile-requests`). */
const IN_OFFICIAL_PROFILES = /^leerlinggegevens(?:-structuur|-leerlingen|-leerkrachten|_antwoord)?$/;

const judgesOf: JudgesOf = ({ root, profile }, version) => {
  const of = profile === undefined ? version : `${version}, ${profile}`;
  const ours = [`our XSDs of ${of}`, own.of(version, profile)] as const;
  const officialHasIt = version === '2.2' && hasProfiles(root) && (profile === undefined || IN_OFFICIAL_PROFILES.test(root.element.name));
  const theirs = officialHasIt ? official.get(profile) : undefined;
  return theirs === undefined ? [ours] : [ours, [`the official XSDs of ${of}`, theirs]];
};

describe('the verdict of the decoder on the side of pupils', () => {
  test('is that of libxml2 with the XSDs, but for the named deviations', () => {
    const { counts, disagreements } = compareVerdicts(PUPIL_ROOTS, judgesOf);
    printCounts(counts, official.size === 0 ? 'the official XSDs are not here: only ours judged' : undefined);
    expect(disagreements).toEqual([]);
    expect(seldom(counts)).toEqual([]);
    if (MESSAGES >= 20_000) expect(Math.min(counts.of('valid'), counts.of('invalid'))).toBeGreaterThan(MESSAGES / 5);
  }, 600_000);
});
