import { supplied } from '../core/supplied.js';
import type { Result, Value } from '../model/result.js';
import type { FigureDeclaration, SourceStatement } from '../model/source-statement.js';
import { fitsCode } from './fits-code.js';
import { originOf } from './origin-of.js';
import type { ProfileIndex } from './profile-index.js';
import type { DeclaredFigure, SourceProfile } from './source-profile.js';

const NOT_DECLARED: SourceStatement = Object.freeze({ declared: false });
const SILENT: FigureDeclaration = Object.freeze({ declared: false });

/**
 * A stored result with what its vendor declares about the product and its figures: by the version of the profile that the result was
 * stored under, or else by the one in force now. Without any it says that nothing is declared. `confirmed`: whether the school of the
 * result confirmed that version.
 */
export function declaredResult<R extends Result>(result: R, profiles: ProfileIndex, confirmed: (profile: SourceProfile) => boolean): R {
  const told = result.norm === undefined ? result : { ...result, norm: { ...result.norm, lookedUpIn: 'normTableOfSource' as const } };
  // What was declared where it comes from came along with it; a profile of this installation says nothing of it.
  if (result.source.handedOver !== undefined) return { ...told, sourceProfile: result.sourceProfile ?? NOT_DECLARED };
  const profile = profileOf(result, profiles);
  if (profile === undefined) return { ...told, sourceProfile: NOT_DECLARED };
  const { source, activity, values } = result;
  const origin = activity.originType === 'unknown' ? originOf(profile, activity) : undefined;
  return {
    ...told,
    source: source.product === undefined ? { ...source, product: profile.product } : source,
    sourceProfile: statementOf(profile, confirmed(profile)),
    activity: origin === undefined ? activity : { ...activity, originType: origin },
    values: values.map((value) => ({ ...value, declaration: declarationOf(profile, value, activity.code) })),
  };
}

function profileOf({ source, activity }: Result, profiles: ProfileIndex): SourceProfile | undefined {
  const { party, product, profile } = source;
  if (product !== undefined && profile !== undefined) return profiles.version(party, product, profile);
  return profiles.profileOf(party, activity, product);
}

function declarationOf(profile: SourceProfile, value: Value, code: string): FigureDeclaration {
  const figure = figureOf(profile, value, code);
  if (figure === undefined) return SILENT;
  const { unit, scale, meaning, notMeaning } = figure;
  return {
    declared: true,
    ...supplied({ unit, scale, meaning, notMeaning }),
  };
}

function statementOf(profile: SourceProfile, confirmed: boolean): SourceStatement {
  const { version, title, adaptive, targetLevel, durability, signalsFrom, explanationUrl } = profile;
  return {
    declared: true,
    version: String(version),
    ...supplied({ title }),
    adaptive,
    targetLevel,
    durability,
    signalsFrom,
    ...supplied({ explanationUrl }),
    confirmed,
  };
}

/** Figures that were looked up are remembered: so many for each profile. */
const MOST = 10_000;
const FOUND = new WeakMap<SourceProfile, Map<string, DeclaredFigure | undefined>>();

/** What a profile declares about a figure of the test with this code: the first that fits. */
function figureOf(profile: SourceProfile, { kind, scale }: Value, code: string): DeclaredFigure | undefined {
  const found = FOUND.get(profile) ?? new Map<string, DeclaredFigure | undefined>();
  FOUND.set(profile, found);
  const key = JSON.stringify([kind, scale, code]);
  if (found.has(key)) return found.get(key);
  if (found.size >= MOST) found.clear();
  const figure = profile.figures.find(
    (one) => one.kind === kind && (one.onScale === undefined || one.onScale === scale?.trim()) && fitsCode(one, code),
  );
  found.set(key, figure);
  return figure;
}
