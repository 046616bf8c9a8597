import type { Loss, ResultContext, Term, Value } from '../../model/result.js';
import { FIGURES, RESULTAAT } from '../../model/results/result-paths.js';
import { CONTEXT } from '../fields/model-fields.js';
import type { Profile } from '../fields/profile.js';

/** What an agreement lets through of results, as a question. */
export interface MayHave {
  /** Whether all of these fields are on its list: by standard path, or by name in the model. */
  (...paths: readonly string[]): boolean;
  /** True: it lets through figures in a format of the parties' own. */
  readonly ownFormats: boolean;
}

export function mayHave(profile: Profile): MayHave {
  const known = made.get(profile);
  if (known !== undefined) return known;
  const may = makeMayHave(profile);
  made.set(profile, may);
  return may;
}

/** Profiles are made once for many messages. */
const made = new WeakMap<Profile, MayHave>();

function makeMayHave({ allowed, extensionClasses }: Profile): MayHave {
  const has = (...paths: readonly string[]) => paths.every((path) => allowed.has(path));
  return Object.assign(has, { ownFormats: extensionClasses.length > 0 });
}

/** The term, without its vocabulary where that may not go. `paths`: the fields that it may have come from. */
export function agreedTerm(term: Term, may: MayHave, ...paths: readonly string[]): Term {
  const { vocabulary, ...rest } = term;
  return vocabulary === undefined || may(...paths.map((path) => `${path}/@vocabulaire`)) ? term : rest;
}

export function agreedValues(values: readonly Value[], may: MayHave): readonly Value[] {
  return values.flatMap((value) => (isAgreed(value, may) ? [agreedValue(value, may)] : []));
}

/** Counts and time go with the field of UWLR that holds them, or with the name of the whole. */
export function agreedContext(context: ResultContext, may: MayHave): ResultContext {
  const { itemCount, correct, incorrect, durationSeconds, instructionSeconds, extra } = context;
  const mayAll = may(CONTEXT);
  const mayCount = (kind: keyof typeof FIGURES) => mayAll || may(`${RESULTAAT}/${FIGURES[kind].field}`);
  return {
    ...(itemCount !== undefined && mayCount('numberItems') ? { itemCount } : {}),
    ...(correct !== undefined && mayCount('numberCorrect') ? { correct } : {}),
    ...(incorrect !== undefined && mayCount('numberIncorrect') ? { incorrect } : {}),
    ...(durationSeconds !== undefined && mayCount('durationSeconds') ? { durationSeconds } : {}),
    ...(instructionSeconds !== undefined && mayAll ? { instructionSeconds } : {}),
    extra: mayAll ? extra : [],
  };
}

/** Losses of a source name its fields: those of fields that may go. `root`: the element that their paths begin below. */
export function agreedLosses(losses: readonly Loss[], root: string, may: MayHave): readonly Loss[] {
  return losses.filter(({ path }) => may(`${root}/${path.replace(/\[\d+\]/g, '')}`));
}

function isAgreed({ kind, sourcePath }: Value, may: MayHave): boolean {
  if (kind === 'other') return may.ownFormats || may(`${RESULTAAT}/${sourcePath}`);
  return may(`${RESULTAAT}/${FIGURES[kind].field}`);
}

function agreedValue(value: Value, may: MayHave): Value {
  if (value.kind === 'other') return value;
  const { scale, meaning, comparedWith, ...rest } = value;
  const scalePath = FIGURES[value.kind].scale;
  const below = `${RESULTAAT}/osoresultaat/referentiescore`;
  return {
    ...rest,
    ...(scale !== undefined && scalePath !== undefined && may(`${RESULTAAT}/${scalePath}`) ? { scale } : {}),
    // The meaning of a reference is a field of its own; any other figure would be a bare number without its own.
    ...(meaning !== undefined && (value.kind !== 'reference' || may(`${below}/kwalificatie`)) ? { meaning } : {}),
    ...(comparedWith !== undefined && may(`${below}/codevergelijkingsgroep`) ? { comparedWith } : {}),
  };
}
