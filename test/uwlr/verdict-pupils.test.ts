import { afterAll, describe, test } from '@jest/globals';
import { PUPIL_PROFILES, type Root } from '../../src/uwlr/grammar/grammar.js';
import { hasProfiles } from '../../src/uwlr/messages/catalogue.js';
import { OFFICIAL_ARE_HERE, officialPupilJudge } from '../support/judges.js';
import { share } from '../support/thorough.js';
import { anyProfile, type Form, OTHER_ROOTS, PUPIL_ROOTS } from '../support/trial.js';
import { OwnJudges } from '../support/variants.js';
import { expectAgreement, type JudgesOf } from './support/verdict-run.js';

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

/** The forms that there are official files for. */
function officialForms({ element }: Root): readonly Form[] {
  const profiles = IN_OFFICIAL_PROFILES.test(element.name) ? [undefined, ...PUPIL_PROFILES] : [undefined];
  return profiles.map((profile) => ({ version: '2.2', profile }));
}

const judgesOf: JudgesOf = ({ root, profile }, version) => {
  const of = profile === undefined ? version : `${version}, ${profile}`;
  const ours = [`our XSDs of ${of}`, own.of(version, profile)] as const;
  const theirs = hasProfiles(root) && officialForms(root).some((form) => form.version === version && form.profile === profile);
  const judge = theirs ? official.get(profile) : undefined;
  return judge === undefined ? [ours] : [ours, [`the official XSDs of ${of}`, judge]];
};

describe('the verdict of the decoder on the side of pupils is that of libxml2 with the XSDs, but for the named deviations', () => {
  test('in 2.2 and its profiles, with the official XSDs and with ours', () => {
    expectAgreement({ messages: share(20_000), roots: PUPIL_ROOTS, formsOf: officialForms, judgesOf });
  }, 600_000);

  test('in every version and profile, with ours', () => {
    expectAgreement({ messages: share(12_000), roots: PUPIL_ROOTS, formsOf: anyProfile, judgesOf });
  }, 600_000);

  test('in EDEXML files and UWLR 1.0, with ours', () => {
    expectAgreement({ messages: share(12_000), roots: OTHER_ROOTS, judgesOf });
  }, 600_000);
});
