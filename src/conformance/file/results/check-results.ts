import { supplied } from '../../../core/supplied.js';
import { attributeOf, child, childrenOf, type XmlNode } from '../../reader/xml-node.js';
import { type CheckedRules, Checks } from '../checks.js';
import { hasEckIdForm } from '../eck-id.js';
import { followsOn, isFarInFuture, isInFuture } from '../moments.js';
import { mayHoldBsn } from '../national-number.js';
import { checkOsoResult } from './check-figures.js';
import { checkTerm } from './check-terms.js';
import { checkTests } from './check-tests.js';
import { KnownTests } from './known-tests.js';

/**
 * What the standard means but its XSDs do not say of results (spec a.6, d and g), of any version, under the ids of the gateway's rules.
 * `message`: leerresultaten_verzoek, as the suite's own reader gave it. Shape is the judge's.
 */
export function checkResults(message: XmlNode, { now }: { readonly now: Date }): CheckedRules {
  const checks = new Checks(message);
  knownSchool(child(message, 'school'), checks, now);
  const tests = childrenOf(child(message, 'toetsen'), 'toets');
  const results = new ResultChecks(checks, new KnownTests(tests), now);
  for (const taking of childrenOf(child(message, 'toetsafnames'), 'toetsafname')) results.checkTaking(taking);
  results.finish();
  checkTests(tests, checks, { codesByHand: false });
  return checks.rules;
}

/** Definitions of tests that come without results, as in a file. */
export function checkDefinitions(message: XmlNode): CheckedRules {
  const checks = new Checks(message);
  checkTests(childrenOf(child(message, 'toetsen'), 'toets'), checks, { codesByHand: true });
  return checks.rules;
}

function knownSchool(school: XmlNode | undefined, checks: Checks, now: Date): void {
  const year = child(school, 'schooljaar');
  const follows = year && followsOn(year.text);
  if (year !== undefined && follows !== undefined) checks.hold('UWLR-LR-001', follows, year);
  const made = child(school, 'aanmaakdatum');
  const far = made && isFarInFuture(made.text, now);
  if (made !== undefined && far !== undefined) checks.hold('UWLR-LR-020', !far, made);
}

class ResultChecks {
  /** Per key without white space around it: how often it occurs, and where it has white space. */
  readonly #keys = new Map<string, { count: number; readonly spaced: XmlNode[] }>();
  /** The first of each: whoever uses national numbers for keys uses them for all. */
  #bsnLike: { readonly element: XmlNode; readonly attribute?: string } | undefined;
  #keyed: XmlNode | undefined;

  constructor(
    private readonly checks: Checks,
    private readonly tests: KnownTests,
    private readonly now: Date,
  ) {}

  /** The results of one pupil. */
  checkTaking(taking: XmlNode): void {
    const { checks } = this;
    const [pupil, eckid, staff] = ['leerlingid', 'eckid', 'resultaatverwerkerid'].map((name) => child(taking, name));
    if (pupil !== undefined) {
      if (checks.hold('UWLR-LR-023', pupil.text.trim() !== '', pupil)) checks.hold('UWLR-LR-019', pupil.text.trim() === pupil.text, pupil);
      checks.hold('UWLR-LR-018', !pupil.text.trim().startsWith('#'), pupil);
      this.#lookForBsn(pupil.text, pupil);
    }
    if (eckid !== undefined && checks.hold('UWLR-LR-023', eckid.text.trim() !== '', eckid))
      checks.hold('UWLR-LR-014', hasEckIdForm(eckid.text), eckid);
    if (staff !== undefined) {
      checks.hold('UWLR-LR-019', staff.text.trim() === staff.text, staff);
      this.#lookForBsn(staff.text, staff);
    }
    for (const result of childrenOf(child(taking, 'resultaten'), 'resultaat')) this.#checkResult(result, pupil?.text);
  }

  finish(): void {
    const { checks } = this;
    for (const { count, spaced } of this.#keys.values()) {
      for (const result of spaced) checks.hold(count > 1 ? 'UWLR-LR-027' : 'UWLR-LR-028', false, result, 'key');
    }
    if (this.#keyed === undefined) return;
    const { element, attribute } = this.#bsnLike ?? { element: this.#keyed };
    checks.hold('UWLR-LR-025', this.#bsnLike === undefined, element, attribute);
  }

  #checkResult(result: XmlNode, pupil: string | undefined): void {
    const { checks } = this;
    const key = attributeOf(result, 'key');
    if (key !== undefined) this.#checkKey(key, result, pupil);
    const taken = child(result, 'afnamedatum');
    const ahead = taken && isInFuture(taken.text, this.now);
    if (taken !== undefined && ahead !== undefined) checks.hold('UWLR-LR-007', !ahead, taken);
    checkTerm(child(result, 'versie'), checks);
    this.tests.check(result, checks);
    const oso = child(result, 'osoresultaat');
    if (oso !== undefined) checkOsoResult(oso, checks);
  }

  #checkKey(key: string, result: XmlNode, pupil: string | undefined): void {
    const { checks } = this;
    const hides = pupil === undefined ? undefined : hidesKey(key, pupil);
    if (hides !== undefined) checks.hold('UWLR-LR-016', !hides, result, 'key');
    this.#lookForBsn(key, result, 'key');
    const bare = key.trim();
    if (bare === '') return;
    const known = this.#keys.get(bare) ?? { count: 0, spaced: [] };
    this.#keys.set(bare, known);
    known.count += 1;
    if (bare !== key) known.spaced.push(result);
    else for (const rule of ['UWLR-LR-027', 'UWLR-LR-028'] as const) checks.hold(rule, true, result, 'key');
  }

  #lookForBsn(text: string, element: XmlNode, attribute?: string): void {
    this.#keyed ??= element;
    if (this.#bsnLike === undefined && mayHoldBsn(text)) this.#bsnLike = { element, ...supplied({ attribute }) };
  }
}

/** Shorter keys occur by chance in almost any text. */
const SHORTEST = 3;

/** Whether a text holds a pupil's key, in any case, also as URLs write it; undefined when the key is too short to tell. */
function hidesKey(text: string, key: string): boolean | undefined {
  const needle = key.trim().toLowerCase();
  if (needle.length < SHORTEST) return undefined;
  const once = decoded(text);
  return [text, text.replaceAll('+', ' '), once, once.replaceAll('+', ' '), decoded(once)].some((form) =>
    form.toLowerCase().includes(needle),
  );
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (sequence) => Buffer.from(sequence.replaceAll('%', ''), 'hex').toString('utf8'));
}
