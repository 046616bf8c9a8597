import type { Assessment, AssessmentPart, Norm, NormBand } from '../../model/result.js';
import { ONDERDEELNORMERING, TOETS, TOETSNORMERING, TOETSONDERDEEL } from '../../model/results/result-paths.js';
import { agreedLosses, agreedTerm, type MayHave } from './agreed-figures.js';
import { agreedHierarchy } from './agreed-result.js';

/** A test with only what an agreement lets through. */
export function agreedAssessment<A extends Assessment>(assessment: A, may: MayHave): A {
  const { version, name, subject, year, norm, ...rest } = assessment;
  const mayParts = may(`${TOETSONDERDEEL}/toetsonderdeelcode`, `${TOETSONDERDEEL}/toetsonderdeelvolgnummer`);
  return {
    ...rest,
    code: agreedTerm(assessment.code, may, `${TOETS}/toetscode`),
    ...(version !== undefined && may(`${TOETS}/versie`) ? { version: agreedTerm(version, may, `${TOETS}/versie`) } : {}),
    ...(name !== undefined && may(`${TOETS}/toetsnaam`) ? { name } : {}),
    ...(subject !== undefined && may(`${TOETS}/vakgebied`) ? { subject: agreedTerm(subject, may, `${TOETS}/vakgebied`) } : {}),
    ...(year !== undefined && may(`${TOETS}/leerjaar`) ? { year: agreedTerm(year, may, `${TOETS}/leerjaar`) } : {}),
    hierarchy: agreedHierarchy(assessment.hierarchy, may),
    ...(norm !== undefined && may(TOETSNORMERING) ? { norm: agreedNorm(norm, TOETSNORMERING, may) } : {}),
    parts: mayParts ? assessment.parts.map((part) => agreedPart(part, may)) : [],
    losses: agreedLosses(assessment.losses, TOETS, may),
  } as Assessment as A;
}

function agreedPart({ number, code, name, norm }: AssessmentPart, may: MayHave): AssessmentPart {
  return {
    number,
    code: agreedTerm(code, may, `${TOETSONDERDEEL}/toetsonderdeelcode`),
    ...(name !== undefined && may(`${TOETSONDERDEEL}/toetsonderdeelnaam`) ? { name } : {}),
    ...(norm !== undefined && may(ONDERDEELNORMERING) ? { norm: agreedNorm(norm, ONDERDEELNORMERING, may) } : {}),
  };
}

function agreedNorm({ category, level, weight, vocabulary, bands }: Norm, path: string, may: MayHave): Norm {
  const [categories, levels, norm] = [`${path}/toetscategorie`, `${path}/toetsniveau`, `${path}/norm`];
  const mayBands = may(`${norm}/term`, `${norm}/beginnormwaarde`, `${norm}/eindnormwaarde`);
  return {
    ...(category !== undefined && may(categories) ? { category: agreedTerm(category, may, categories) } : {}),
    ...(level !== undefined && may(levels) ? { level: agreedTerm(level, may, levels) } : {}),
    ...(weight !== undefined && may(`${path}/wegingsfactor`) ? { weight } : {}),
    ...(vocabulary !== undefined && may(`${path}/@vocabulaire`) ? { vocabulary } : {}),
    bands: mayBands ? bands.map((band) => agreedBand(band, norm, may)) : [],
  };
}

function agreedBand({ term, description, from, to, colour, gradeFrom, gradeTo }: NormBand, norm: string, may: MayHave): NormBand {
  const colours = ['rood_code', 'groen_code', 'blauw_code', 'transparantie'].map((name) => `${norm}/normkleur/${name}`);
  return {
    term,
    ...(description !== undefined && may(`${norm}/omschrijving`) ? { description } : {}),
    from,
    to,
    ...(colour !== undefined && may(...colours) ? { colour } : {}),
    ...(gradeFrom !== undefined && may(`${norm}/schoolcijfer_vanaf`) ? { gradeFrom } : {}),
    ...(gradeTo !== undefined && may(`${norm}/schoolcijfer_totenmet`) ? { gradeTo } : {}),
  };
}
