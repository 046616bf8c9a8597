import { type Place as ElementPlace, type Locator, Report } from '../../uwlr/checks/report.js';
import type { Findings, Place } from '../../uwlr/findings.js';
import type { IncomingMessage } from './incoming-message.js';
import type { IncomingPlaces, ResultCursor } from './incoming-places.js';
import { SIGNAL_ELEMENTS } from './signal-result.js';

const ROOT = 'leerresultaten_verzoek';
const SCHOOL = { path: `/${ROOT}/school`, at: { line: 1, column: 1 } };
const PUPILS = `${ROOT}/toetsafnames/toetsafname`;
const RESULTS = `${PUPILS}/resultaten/resultaat`;
const HEAD = { schoolYear: '/schooljaar', createdAt: '/aanmaakdatum' } as const;
const PUPIL = { leerlingid: '/leerlingid', eckId: '/eckid' } as const;
const REFERENCE = { scale: 'codereferentiescore', comparedWith: 'codevergelijkingsgroep' } as const;

const IN_RESULT: Readonly<Record<string, string>> = {
  '': '',
  '/key': '/@key',
  '/date': '/afnamedatum',
  '/activity/version': '/versie',
  '/activity/part/code': '/toetsonderdeelcode',
};

const IN_ASSESSMENT: Readonly<Record<string, string>> = {
  code: '/toetscode',
  version: '/versie',
  year: '/leerjaar',
  subject: '/vakgebied',
};

const IN_NORM: Readonly<Record<string, string>> = { category: '/toetscategorie', level: '/toetsniveau' };
const IN_BAND: Readonly<Record<string, string>> = { term: '/term', to: '/eindnormwaarde', gradeTo: '/schoolcijfer_totenmet' };

/** Where the parts of a message of UWLR 2 stand, with line and column. */
export class UwlrPlaces implements IncomingPlaces {
  readonly #report: Report;
  /** Per test, how many parts of tests come before its own. */
  #partsBefore: readonly number[] | undefined;

  /** `root`: the element that the message is. */
  constructor(
    private readonly message: Pick<IncomingMessage, 'assessments' | 'pupils'>,
    private readonly locator: Locator,
    findings: Findings,
    private readonly root = ROOT,
  ) {
    this.#report = new Report(locator, findings);
  }

  head(member: 'schoolYear' | 'createdAt'): Place {
    return this.#shown(this.#report.below(SCHOOL, HEAD[member]));
  }

  pupils(): Place {
    return this.#shown({ path: `/${PUPILS}`, at: this.locator.locate(PUPILS, 0) });
  }

  pupil(n: number, member?: 'leerlingid' | 'eckId'): Place {
    return this.pupilAt(n, member === undefined ? '' : PUPIL[member]);
  }

  /** `below`: an element of the toetsafname. */
  pupilAt(n: number, below: string): Place {
    const pupil = { path: `/${PUPILS}[${n + 1}]`, at: this.#report.nth(PUPILS, n) };
    return this.#shown(below === '' ? pupil : this.#report.below(pupil, below));
  }

  result(cursor: ResultCursor, below: string): Place {
    const path = IN_RESULT[below] ?? elementOfSignal(below) ?? this.#pathOfFigure(cursor, below);
    return this.resultAt(cursor, path, indexIn(path));
  }

  /** `below`: an element or attribute of the resultaat, the `k`th of its kind. */
  resultAt({ pupil, at, nth }: ResultCursor, below: string, k = 0): Place {
    const result = { path: `/${PUPILS}[${pupil + 1}]/resultaten/resultaat[${at + 1}]`, at: this.#report.nth(RESULTS, nth) };
    return this.#shown(below === '' ? result : this.#report.below(result, below, k));
  }

  assessment(n: number, below: string): Place {
    const list = `${this.root}/toetsen/toets`;
    const test = { path: `/${list}[${n + 1}]`, at: this.#report.nth(list, n) };
    const [, name = '', ...rest] = below.split('/');
    if (name === 'norm') return this.#norm(test, 'toetsnormering', rest);
    if (name === 'hierarchy') {
      const k = Number(rest[0]);
      const entry = `/toetshierarchie/ingang[${k + 1}]${rest[1] === 'level' ? '/@niveau' : ''}`;
      return this.#shown(this.#report.below(test, entry, k));
    }
    if (name !== 'parts') return this.#shown(this.#report.below(test, IN_ASSESSMENT[name] ?? ''));
    const k = Number(rest[0]);
    const part = {
      path: `${test.path}/toetsonderdelen/toetsonderdeel[${k + 1}]`,
      at: this.#report.nth(`${list}/toetsonderdelen/toetsonderdeel`, this.#partsBeforeTest(n) + k),
    };
    if (rest[1] === 'norm') return this.#norm(part, 'toetsonderdeelnormering', rest.slice(2));
    return this.#shown(this.#report.below(part, '/toetsonderdeelcode'));
  }

  #norm(place: ElementPlace, element: string, [name = '', number, member]: readonly string[]): Place {
    if (name !== 'bands') return this.#shown(this.#report.below(place, `/${element}${IN_NORM[name] ?? ''}`));
    const k = Number(number);
    const band = `/${element}/norm[${k + 1}]`;
    // Not every norm has marks, so they are looked for by their norm.
    if (member === 'gradeTo') return this.#shown(this.#report.below(this.#report.below(place, band, k), IN_BAND[member] as string));
    return this.#shown(this.#report.below(place, `${band}${IN_BAND[member ?? ''] ?? ''}`, k));
  }

  /** The path of a figure is its own, as the model has it. */
  #pathOfFigure({ pupil, at }: ResultCursor, below: string): string {
    const [, , index, member] = below.split('/');
    const value = this.message.pupils[pupil]?.resultAt(at).values[Number(index)];
    if (value === undefined) return '';
    const own = `/${value.sourcePath}`;
    if (member === 'scale' || member === 'comparedWith') return `${own.slice(0, own.lastIndexOf('/'))}/${REFERENCE[member]}`;
    // An interval is one figure, with two ends.
    return member === undefined ? own.slice(0, own.lastIndexOf('/')) : own;
  }

  #partsBeforeTest(n: number): number {
    if (this.#partsBefore === undefined) {
      let count = 0;
      this.#partsBefore = this.message.assessments.map(({ parts = [] }) => {
        const before = count;
        count += parts.length;
        return before;
      });
    }
    return this.#partsBefore[n] as number;
  }

  #shown({ path, at }: ElementPlace): Place {
    return { path: this.locator.pathOf?.(path) ?? path, line: at.line, column: at.column };
  }
}

/** Undefined: it is of no signal. */
function elementOfSignal(below: string): string | undefined {
  const [, list, , ...rest] = below.split('/');
  if (list !== 'signals') return undefined;
  const part = rest.map((step) => `/${step}`).join('');
  const element = SIGNAL_ELEMENTS[part];
  return `/anderresultaat${element === undefined ? '' : `/signaal_${element}`}`;
}

function indexIn(path: string): number {
  const [, number] = /\[(\d+)\]/.exec(path) ?? [];
  return number === undefined ? 0 : Number(number) - 1;
}
