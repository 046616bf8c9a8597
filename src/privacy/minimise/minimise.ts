import { supplied } from '../../core/supplied.js';
import type { IncomingAssessment, IncomingMessage, IncomingPupil, IncomingResult } from '../../model/incoming/incoming-message.js';
import type { Loss, ResultContext, Term, Value } from '../../model/result.js';
import { besideFigures } from '../../model/results/context-counts.js';
import { AFNAME, ONDERDEELNORMERING, RESULTAAT, TOETS, TOETSNORMERING } from '../../model/results/result-paths.js';
import { ASSESSMENT_FIELDS } from '../../model/standard-fields.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { ExtensionFields } from '../fields/extension-fields.js';
import { CONTEXT, GOAL_LINKS, SOURCE_PROFILE } from '../fields/model-fields.js';
import type { Profile } from '../fields/profile.js';
import { LearnerIds } from '../pupils/learner-ids.js';
import { type Pupil, type PupilOptions, Pupils, resultIdentity } from '../pupils/pupils.js';
import { agreedContext, type MayHave, mayHave } from './agreed-figures.js';
import { type FigurePlan, figurePlans, type StandardKind } from './figure-plans.js';
import { type InfourlRule, reduceInfourl } from './infourl.js';
import { planModel, ruleFor } from './plan-model.js';
import { type PrunePlan, prune } from './prune.js';
import { sharedTests } from './shared-tests.js';
import { type Strip, StripCounts } from './strip-counts.js';
import { TextCleaner } from './text-cleaner.js';

const INFOURL = `${RESULTAAT}/infourl`;
const VERSIE = `${RESULTAAT}/versie`;
const CATEGORIES = [`${TOETSNORMERING}/toetscategorie`, `${ONDERDEELNORMERING}/toetscategorie`];

export interface MinimiserOptions extends PupilOptions {
  readonly profile: Profile;
  readonly infourl: InfourlRule;
  readonly extensions: Extensions;
  /** Of `idsOf(message)`, for a large message, where to gather them takes long. */
  readonly ids?: LearnerIds;
}

/** A result with only what may be kept of it. */
export type MinimisedResult = {
  readonly result: IncomingResult;
  /** Stands for the result's key in its id; says nothing about the learner. */
  readonly identity: string;
} & MinimisedKey;

/** The result's key; instead of it `sealedKey` when it holds the id of a learner, or what may be a national number. */
type MinimisedKey = { readonly key: string; readonly sealedKey?: never } | { readonly sealedKey: Uint8Array; readonly key?: never };

type OwnWords = Pick<IncomingResult, 'originType' | 'product' | 'goals'>;

function hasOwnWords({ originType, product, goals }: IncomingResult): boolean {
  return originType !== undefined || product !== undefined || goals !== undefined;
}

/**
 * Takes out of incoming results, whatever format they came in, what may not be stored; piece by piece while they are being translated,
 * and counts what was taken out, by the names that agreements have for fields. Everything that goes on from here has been through this.
 */
export class Minimiser {
  readonly #counts = new StripCounts();
  readonly #ids: LearnerIds;
  readonly #cleaner: TextCleaner;
  /** Of tests that several pupils took: a number there is the test's own, though a pupil has the same one. */
  readonly #sharedCleaner: TextCleaner;
  readonly #shared: ReadonlySet<string>;
  readonly #pupils: Pupils;
  readonly #may: MayHave;
  readonly #figures: Readonly<Record<StandardKind, FigurePlan>>;
  readonly #extensions: ExtensionFields;
  readonly #mayParts: boolean;
  readonly #mayVersion: boolean;
  readonly #mayContext: boolean;
  /** Fields of the result or test at hand that may not be kept, and were counted. */
  readonly #counted = new Set<string>();
  /** The tests of the message. */
  readonly assessments: readonly IncomingAssessment[];

  constructor(
    message: IncomingMessage,
    private readonly options: MinimiserOptions,
  ) {
    const { profile, extensions, schoolKey } = options;
    this.#may = mayHave(profile);
    this.#figures = figurePlans(profile);
    this.#extensions = new ExtensionFields(profile, extensions);
    this.#mayParts = this.#may(`${RESULTAAT}/toetsonderdeelcode`);
    this.#mayVersion = this.#may(VERSIE);
    this.#mayContext = this.#may(CONTEXT);
    this.#pupils = new Pupils(message, options, this.#may(`${AFNAME}/eckid`));
    this.#ids = options.ids ?? new LearnerIds(idsOf(message));
    this.#cleaner = new TextCleaner(this.#counts, { ids: this.#ids, schoolKey });
    const { hasNumbers } = this.#ids;
    this.#shared = hasNumbers ? sharedTests(message) : NONE;
    this.#sharedCleaner = hasNumbers ? new TextCleaner(this.#counts, { ids: this.#ids.withoutNumbers(), schoolKey }) : this.#cleaner;
    this.#countUnplaced(message.unplaced);
    const plan = assessmentPlan(profile);
    this.assessments = message.assessments.map((assessment) => {
      this.#counted.clear();
      return this.#assessment(assessment, plan);
    });
  }

  #cleanerOf(code: string): TextCleaner {
    return this.#shared.has(code) ? this.#sharedCleaner : this.#cleaner;
  }

  #countUnplaced(paths: readonly string[]): void {
    for (const path of paths) this.#counts.add(path, ruleFor(path, this.options.profile));
  }

  #assessment(assessment: IncomingAssessment, plan: PrunePlan | undefined): IncomingAssessment {
    const kept = prune(assessment, plan, this.#counts, this.#cleanerOf(assessment.code.value));
    const losses = this.#lossesOf(assessment.losses, TOETS);
    return losses === assessment.losses ? kept : { ...kept, losses };
  }

  /** Losses name fields that the model has no place for: those of fields that may be kept. The others were taken out. */
  #lossesOf(losses: readonly Loss[], root: string): readonly Loss[] {
    const kept = losses.filter(({ path }) => {
      const field = `${root}/${path.replace(/\[\d+\]/g, '')}`;
      if (this.#may(field)) return true;
      if (this.#may(field.slice(0, field.lastIndexOf('/')))) this.#countOnce(field);
      return false;
    });
    return kept.length === losses.length ? losses : kept;
  }

  /** What stands in a result once, though several figures have it. */
  #countOnce(path: string): void {
    if (!this.#counted.has(path)) this.#countUnplaced([path]);
    this.#counted.add(path);
  }

  /** For a pupil who was erased: nothing of it goes on, and its results are counted. */
  leaveOut({ size }: IncomingPupil): void {
    this.#counts.add(RESULTAAT, 'erased-learner', size);
  }

  /**
   * Whether a result can go on. Where the code of the part may not be kept, one of a part of a test would pass for one of the whole: it is
   * left out, and counted.
   */
  mayKeep({ part }: IncomingResult): boolean {
    if (this.#mayParts || part === undefined) return true;
    this.#counts.add(RESULTAAT, 'part-not-agreed');
    return false;
  }

  pupil(pupil: IncomingPupil): Pupil {
    if (pupil.leerlingid !== undefined) this.#counts.add(`${AFNAME}/leerlingid`, 'replaced-by-alias');
    if (pupil.eckId !== undefined && !this.#may(`${AFNAME}/eckid`)) this.#countUnplaced([`${AFNAME}/eckid`]);
    this.#countUnplaced(pupil.unplaced);
    return this.#pupils.find(pupil);
  }

  result(original: IncomingResult, pupil: Pupil): MinimisedResult {
    this.#counted.clear();
    const { key } = original;
    const result = this.#kept(original, pupil);
    const { schoolKey } = this.options;
    const identity = resultIdentity(key, pupil.needle, schoolKey);
    if (identity === key.trim() && !this.#ids.areIn(key)) return { result, identity, key };
    this.#counts.add(`${RESULTAAT}/@key`, 'key-sealed');
    return { result, identity, sealedKey: schoolKey.seal(key) };
  }

  /** The very same one when nothing was taken out; else one copy. */
  #kept(original: IncomingResult, pupil: Pupil): IncomingResult {
    const cleaner = this.#cleanerOf(original.code);
    const codes = cleaner.hidesCodes ? this.#codes(original, cleaner) : undefined;
    const version = original.version === undefined ? undefined : this.#version(original.version);
    const values = this.#values(original.values);
    const context = this.#context(original.context, original.values);
    const detailUrl = original.detailUrl === undefined ? undefined : this.#detailUrl(original.detailUrl, pupil);
    const words = hasOwnWords(original) ? this.#ownWords(original, cleaner) : undefined;
    const losses = original.losses.length === 0 ? original.losses : this.#lossesOf(original.losses, RESULTAAT);
    const isSame =
      codes === undefined &&
      words === undefined &&
      version === original.version &&
      values === original.values &&
      context === original.context &&
      detailUrl === original.detailUrl &&
      losses === original.losses;
    if (isSame) return original;
    // Written out: nearly every result gets here, and a spread takes as long as the rest together.
    const { key, date, status } = original;
    const { code, part } = codes ?? original;
    const { originType, product, goals } = words ?? original;
    return { key, code, version, part, originType, product, goals, date, values, context, detailUrl, status, losses };
  }

  /** What was taken out so far. */
  strips(): Strip[] {
    return this.#counts.list();
  }

  /** What refers to definitions of tests changes with them. Undefined: it did not. */
  #codes({ code, part }: IncomingResult, cleaner: TextCleaner): Pick<IncomingResult, 'code' | 'part'> | undefined {
    const kept = cleaner.clean(code, 'code', `${RESULTAAT}/toetscode`) as string;
    const keptPart = part === undefined ? undefined : cleaner.clean(part, 'code', `${RESULTAAT}/toetsonderdeelcode`);
    if (kept === code && keptPart === part) return undefined;
    return { code: kept, part: keptPart };
  }

  #version(version: Term): Term | undefined {
    if (!this.#mayVersion) {
      this.#countUnplaced([VERSIE]);
      return undefined;
    }
    const value = this.#cleaner.clean(version.value, 'text', VERSIE);
    // The model has no place for its vocabulary: a loss of the result.
    if (value === version.value && version.vocabulary === undefined) return version;
    return value === undefined ? undefined : { value };
  }

  /** The very same list when nothing was taken out. */
  #values(values: readonly Value[]): readonly Value[] {
    let kept: Value[] | undefined;
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as Value;
      const after = value.kind === 'other' ? this.#otherFigure(value) : this.#figure(value, this.#figures[value.kind]);
      if (after !== value) kept ??= values.slice(0, at);
      if (kept !== undefined && after !== undefined) kept.push(after);
    }
    return kept ?? values;
  }

  #figure(value: Value, { path, denied, rule, texts }: FigurePlan): Value | undefined {
    if (denied !== undefined) {
      if (denied === path) this.#counts.add(denied, rule);
      else this.#countOnce(denied);
      return undefined;
    }
    let kept: Value = value;
    for (const { name, path: at, denied: no, kind } of texts) {
      const text = value[name];
      if (text === undefined) continue;
      const after = no !== undefined || kind === undefined ? undefined : this.#cleaner.clean(text, kind, at);
      if (after === text) continue;
      if (no !== undefined) {
        if (value.kind === 'reference') this.#countUnplaced([no]);
        else this.#countOnce(no);
      }
      const { [name]: _, ...rest } = kept;
      kept = (after === undefined ? rest : { ...kept, [name]: after }) as Value;
    }
    return kept;
  }

  /** A figure in a format of the parties: what its class allows, and its free text cleaned. */
  #otherFigure(value: Value): Value | undefined {
    const { path, allowed, kind } = this.#extensions.fieldOf(value);
    if (!allowed) {
      this.#counts.add(path, 'not-in-profile');
      return undefined;
    }
    if (kind === undefined) return value;
    const text = this.#cleaner.clean(value.value, kind, path);
    if (text === value.value) return value;
    return text === undefined ? undefined : { ...value, value: text };
  }

  #context(context: ResultContext, values: readonly Value[]): ResultContext {
    if (!this.#mayContext) {
      if (besideFigures(context, values).length > 0) this.#counts.add(CONTEXT, 'not-in-profile');
      const kept = agreedContext(context, this.#may);
      return Object.keys(kept).length === Object.keys(context).length && context.extra.length === 0 ? context : kept;
    }
    const { extra } = context;
    if (extra.length === 0) return context;
    const clean = extra.flatMap((one) => {
      const [name, value] = [one.name, one.value].map((text) => this.#cleaner.clean(text, 'text', CONTEXT));
      if (name === one.name && value === one.value) return [one];
      return name === undefined || value === undefined ? [] : [{ ...one, name, value }];
    });
    return clean.every((one, at) => one === extra[at]) ? context : { ...context, extra: clean };
  }

  /** What JSON says of the activity, beyond what UWLR has a field for. */
  #ownWords({ originType, product, goals }: IncomingResult, cleaner: TextCleaner): OwnWords {
    const mayProfile = this.#may(SOURCE_PROFILE);
    const mayOrigin = mayProfile || CATEGORIES.some((path) => this.#may(path));
    const mayGoals = this.#may(GOAL_LINKS);
    if (originType !== undefined && !mayOrigin) this.#counts.add(SOURCE_PROFILE, 'not-in-profile');
    if (product !== undefined && !mayProfile) this.#counts.add(SOURCE_PROFILE, 'not-in-profile');
    if (goals !== undefined && !mayGoals) this.#counts.add(GOAL_LINKS, 'not-in-profile', goals.length);
    return {
      originType: mayOrigin ? originType : undefined,
      product: product === undefined || !mayProfile ? undefined : cleaner.clean(product, 'text', SOURCE_PROFILE),
      goals: mayGoals ? goals?.flatMap((goal) => this.#goal(goal, cleaner)) : undefined,
    };
  }

  #goal({ value, vocabulary }: Term, cleaner: TextCleaner): Term[] {
    const clean = cleaner.clean(value, 'text', GOAL_LINKS);
    const list = vocabulary === undefined ? undefined : cleaner.clean(vocabulary, 'address', GOAL_LINKS);
    if (clean === undefined) return [];
    return [{ value: clean, ...supplied({ vocabulary: list }) }];
  }

  #detailUrl(infourl: string, { leerlingid }: Pupil): string | undefined {
    const { url, stripped } = reduceInfourl(infourl, this.options.infourl, leerlingid);
    if (stripped !== undefined) this.#counts.add(INFOURL, stripped);
    return url === undefined ? undefined : this.#cleaner.clean(url, 'address', INFOURL);
  }
}

const NONE: ReadonlySet<string> = new Set();

/** The ids of learners that a message names, also of those whose results are left out. */
export function idsOf({ pupils }: IncomingMessage): readonly (string | undefined)[] {
  return [...pupils.map(({ leerlingid }) => leerlingid), ...pupils.map(({ eckId }) => eckId)];
}

const plans = new WeakMap<Profile, { readonly plan: PrunePlan | undefined }>();

/** What a profile takes out of a test: the same for every message, so it is worked out once. */
function assessmentPlan(profile: Profile): PrunePlan | undefined {
  const known = plans.get(profile);
  if (known !== undefined) return known.plan;
  const plan = planModel(ASSESSMENT_FIELDS, profile);
  plans.set(profile, { plan });
  return plan;
}
