import type { UwlrVersion } from '../uwlr/finding.js';
import { compile, compileExtension, type Node } from '../uwlr/grammar/compile.js';
import type { Extensions } from '../uwlr/grammar/decoder.js';
import {
  type LeerresultatenVerzoek,
  leerresultatenVerzoek,
  type Resultaat,
  type Toets,
  type Toetsafname,
} from '../uwlr/messages/leerresultaten.js';
import { type KeptText, keptTextOf } from './free-text.js';
import { type InfourlRule, reduceInfourl } from './infourl.js';
import { LearnerIds } from './learner-ids.js';
import type { Profile } from './profile.js';
import { type PrunePlan, planPruning, prune, withCleanText } from './prune.js';
import { type Pupil, type PupilOptions, Pupils } from './pupils.js';
import { resultIdentity } from './result-identity.js';
import { sharedTests } from './shared-tests.js';
import { type Strip, StripCounts } from './strip-counts.js';
import { TextCleaner } from './text-cleaner.js';

const AFNAME = 'leerresultaten_verzoek/toetsafnames/toetsafname';
const RESULTATEN = `${AFNAME}/resultaten`;
const RESULTAAT = `${RESULTATEN}/resultaat`;
const ANDERRESULTAAT = `${RESULTAAT}/anderresultaat`;
const INFOURL = `${RESULTAAT}/infourl`;
const TOETS = 'leerresultaten_verzoek/toetsen/toets';

export interface MinimiserOptions extends PupilOptions {
  readonly version: UwlrVersion;
  readonly profile: Profile;
  readonly infourl: InfourlRule;
  readonly extensions: Extensions;
  /** Of `idsOf(message)`, for a large message, where to gather them takes long. */
  readonly ids?: LearnerIds;
}

/** A result with only what may be kept of it. */
export interface MinimisedResult {
  readonly resultaat: Resultaat;
  /** Stands for the result's key in its id; says nothing about the learner. */
  readonly identity: string;
  /** The result's key; instead of it `sealedKey` when it holds the id of a learner, or what may be a national number. */
  readonly key?: string;
  readonly sealedKey?: Uint8Array;
}

/**
 * Takes out of a message what may not be stored, piece by piece while it is being translated, and counts what was taken out.
 * Everything that goes on from here has been through this.
 */
export class Minimiser {
  readonly #counts = new StripCounts();
  readonly #ids: LearnerIds;
  readonly #cleaner: TextCleaner;
  /** Of tests that several pupils took: a number there is the test's own, though a pupil has the same one. */
  readonly #sharedCleaner: TextCleaner;
  readonly #shared: ReadonlySet<string>;
  readonly #pupils: Pupils;
  readonly #afnamePlan: PrunePlan | undefined;
  readonly #resultaatPlan: PrunePlan | undefined;
  readonly #codesPlan: PrunePlan | undefined;
  readonly #anderresultaat: Node;
  readonly #mayParts: boolean;
  /** Per type of `anderresultaat`, the names of the fields that may be kept, and which of them are free text. */
  readonly #extensions = new Map<string, ReadonlyMap<string, KeptText | undefined>>();
  /** The head of the message, and the tests in it. */
  readonly school: LeerresultatenVerzoek['school'];
  readonly toetsen: readonly Toets[];

  constructor(
    message: LeerresultatenVerzoek,
    private readonly options: MinimiserOptions,
  ) {
    const plans = plansFor(options.profile, options.version);
    this.#afnamePlan = plans.afname;
    this.#resultaatPlan = plans.resultaat;
    this.#codesPlan = plans.codes;
    this.#anderresultaat = plans.anderresultaat;
    this.#mayParts = options.profile.allowed.has(`${RESULTAAT}/toetsonderdeelcode`);
    this.#pupils = new Pupils(message, options, options.profile.allowed.has(`${AFNAME}/eckid`));
    this.#ids = options.ids ?? new LearnerIds(idsOf(message));
    this.#cleaner = new TextCleaner(this.#counts, { ids: this.#ids, schoolKey: options.schoolKey });
    const { hasNumbers } = this.#ids;
    this.#shared = hasNumbers ? sharedTests(message) : NONE;
    this.#sharedCleaner = hasNumbers
      ? new TextCleaner(this.#counts, { ids: this.#ids.withoutNumbers(), schoolKey: options.schoolKey })
      : this.#cleaner;
    this.school = prune(message, plans.head, this.#counts, this.#cleaner).school;
    this.toetsen = message.toetsen.toets.map((toets) => prune(toets, plans.toets, this.#counts, this.#cleanerOf(toets.toetscode.value)));
  }

  #cleanerOf(toetscode: string): TextCleaner {
    return this.#shared.has(toetscode) ? this.#sharedCleaner : this.#cleaner;
  }

  /** For a pupil who was erased: nothing of it goes on, and its results are counted. */
  leaveOut({ resultaten }: Toetsafname): void {
    this.#counts.add(RESULTAAT, 'erased-learner', resultaten.resultaat.length);
  }

  /**
   * The results of a pupil that can go on. Where the code of the part may not be kept, one of a part of a test would pass for one of the
   * whole: that is left out, and counted.
   */
  resultsOf({ resultaten: { resultaat } }: Toetsafname): readonly Resultaat[] {
    if (this.#mayParts) return resultaat;
    const whole = resultaat.filter(({ toetsonderdeelcode }) => toetsonderdeelcode === undefined);
    if (whole.length < resultaat.length) this.#counts.add(RESULTAAT, 'part-not-agreed', resultaat.length - whole.length);
    return whole;
  }

  pupil(toetsafname: Toetsafname): Pupil {
    prune(toetsafname, this.#afnamePlan, this.#counts, this.#cleaner);
    return this.#pupils.find(toetsafname);
  }

  result(original: Resultaat, pupil: Pupil): MinimisedResult {
    let resultaat = prune(original, this.#resultaatPlan, this.#counts, this.#cleaner);
    const codes = this.#cleanerOf(original.toetscode);
    if (codes.hidesCodes) resultaat = prune(resultaat, this.#codesPlan, this.#counts, codes);
    if (original.infourl !== undefined) resultaat = this.#withInfourl(resultaat, original.infourl, pupil);
    if (original.anderresultaat !== undefined) resultaat = this.#withAnderresultaat(resultaat, original.anderresultaat);
    const { key } = original;
    const { schoolKey } = this.options;
    const identity = resultIdentity(key, pupil.needle, schoolKey);
    if (identity === key.trim() && !this.#ids.areIn(key)) return { resultaat, identity, key };
    this.#counts.add(`${RESULTAAT}/@key`, 'key-sealed');
    return { resultaat, identity, sealedKey: schoolKey.seal(key) };
  }

  /** What was taken out so far. */
  strips(): Strip[] {
    return this.#counts.list();
  }

  #withInfourl(resultaat: Resultaat, infourl: string, { leerlingid }: Pupil): Resultaat {
    const { url, stripped } = reduceInfourl(infourl, this.options.infourl, leerlingid);
    if (stripped !== undefined) this.#counts.add(INFOURL, stripped);
    const clean = url === undefined ? undefined : this.#cleaner.clean(url, 'address', INFOURL);
    if (clean === infourl) return resultaat;
    const { infourl: _, ...rest } = resultaat;
    return clean === undefined ? rest : { ...rest, infourl: clean };
  }

  #withAnderresultaat(resultaat: Resultaat, anderresultaat: NonNullable<Resultaat['anderresultaat']>): Resultaat {
    const fields = Object.entries(anderresultaat);
    const type = fields.find(([name]) => name === 'type')?.[1] as string;
    const known = this.#extensions.get(type);
    const allowed = known ?? this.#allowedIn(type);
    if (known === undefined) this.#extensions.set(type, allowed);
    const kept = fields.filter(([name]) => name === 'type' || allowed.has(name));
    for (const [name] of fields) if (name !== 'type' && !allowed.has(name)) this.#counts.add(`${ANDERRESULTAAT}/${name}`, 'not-in-profile');
    let value: Readonly<Record<string, unknown>> = kept.length === fields.length ? anderresultaat : Object.fromEntries(kept);
    for (const [name, kind] of allowed)
      if (kind !== undefined) value = withCleanText(value, name, kind, `${ANDERRESULTAAT}/${name}`, this.#cleaner);
    return value === anderresultaat ? resultaat : { ...resultaat, anderresultaat: value as typeof anderresultaat };
  }

  /** Of a registered extension, what its class allows; of one that is not registered here, what the standard itself has. */
  #allowedIn(type: string): ReadonlyMap<string, KeptText | undefined> {
    const { profile, extensions, version } = this.options;
    const base = this.#anderresultaat;
    const extension = extensions.get(type);
    const own =
      extension === undefined ? [] : compileExtension(base, extension, version).children.filter(({ key }) => !base.childByKey.has(key));
    const kept = [
      ...base.children.filter(({ path }) => profile.allowed.has(path)),
      ...own.filter(({ privacy }) => profile.extensionClasses.includes(privacy)),
    ];
    return new Map(
      kept.map(({ name, text, privacy }) => [name, text === undefined ? undefined : keptTextOf(name, text, privacy)] as const),
    );
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Of every pupil that a message names, also of one whose results are left out. */
/** The ids of learners that a message names. */
export function idsOf({ toetsafnames }: LeerresultatenVerzoek): readonly (string | undefined)[] {
  const { toetsafname } = toetsafnames;
  return [...toetsafname.map(({ leerlingid }) => leerlingid), ...toetsafname.map(({ eckid }) => eckid)];
}

interface Plans {
  /** All but tests and results. */
  readonly head: PrunePlan | undefined;
  readonly toets: PrunePlan | undefined;
  readonly afname: PrunePlan | undefined;
  readonly resultaat: PrunePlan | undefined;
  /** Of a result, what refers to definitions of tests: a message in which it refers to nothing is refused. */
  readonly codes: PrunePlan | undefined;
  readonly anderresultaat: Node;
}

const plansMade = new WeakMap<Profile, Map<UwlrVersion, Plans>>();

/** What a profile takes out of a message of a version: the same for every message, so it is worked out once. */
function plansFor(profile: Profile, version: UwlrVersion): Plans {
  const versions = plansMade.get(profile) ?? new Map<UwlrVersion, Plans>();
  plansMade.set(profile, versions);
  const known = versions.get(version);
  if (known !== undefined) return known;
  const { byPath, root } = compile(leerresultatenVerzoek, version);
  const plan = (path: string, ...apart: string[]) =>
    planPruning(byPath.get(path) as Node, { profile, apart, codes: path !== AFNAME && path !== RESULTAAT });
  const plans: Plans = {
    head: plan(root.path, `${root.path}/toetsafnames`, TOETS),
    toets: plan(TOETS),
    afname: plan(AFNAME, RESULTATEN),
    resultaat: plan(RESULTAAT, INFOURL, ANDERRESULTAAT),
    codes: codesOf(planPruning(byPath.get(RESULTAAT) as Node, { profile, apart: [INFOURL, ANDERRESULTAAT] })),
    anderresultaat: byPath.get(ANDERRESULTAAT) as Node,
  };
  versions.set(version, plans);
  return plans;
}

function codesOf(plan: PrunePlan | undefined): PrunePlan | undefined {
  return plan && { drops: [], texts: plan.texts.filter(({ kind }) => kind === 'code'), inner: [] };
}
