import type { Roster } from '../model/roster/roster.js';
import { type Asked, QUESTIONS, type Question } from '../model/roster/roster-questions.js';
import { parseSchoolId, schoolId } from '../model/school-id.js';
import type { SoapAnswer, SoapRequest, SoapService } from '../soap/endpoint/endpoint.js';
import { envelope, envelopeParts } from '../soap/envelope/fault.js';
import { lasAnswer } from '../synthetic/school/las-answer.js';
import type { SchoolSet } from '../synthetic/school/school-set.js';
import type { SyntheticAdministration } from '../synthetic/school/synthetic-school.js';
import { encodeToString } from '../uwlr/encode.js';
import type { UwlrVersion } from '../uwlr/finding.js';
import { schemaFile } from '../uwlr/generate/schema-files.js';
import { SERVED_VERSION, wsdlText } from '../uwlr/generate/wsdl.js';
import { instantOf } from '../uwlr/grammar/dates.js';
import { leerlinggegevensService } from '../uwlr/messages/services.js';
import { deviating, type LasDeviation } from './las-deviations.js';
import { type LasDoor, noAccess, orFault, readLasRequest } from './las-request.js';

/** What the simulated administration holds and does at the moment. */
export interface LasState {
  readonly school: SyntheticAdministration;
  readonly changedAt: Date;
  readonly deviations: readonly LasDeviation[];
  /** What it still has of school years before. */
  readonly earlier: readonly Roster[];
}

/** A question as it was understood. */
export interface LasRequest {
  readonly operation: string;
  readonly version: UwlrVersion;
  readonly asked: Asked;
}

export interface LasServiceOptions extends LasDoor {
  /** What it gives whatever is asked for. */
  readonly set?: SchoolSet | undefined;
  readonly state: () => LasState;
  /** The moment of an answer. */
  readonly madeAt: () => Date;
  readonly heard: (request: LasRequest) => void;
}

const MS = 1_000_000n;

/** The pupil side of an administration, without HTTP: checks in the order of the standard (spec, section e), and answers. */
export class LasService implements SoapService {
  constructor(private readonly options: LasServiceOptions) {}

  handle(request: SoapRequest): Promise<SoapAnswer> {
    return orFault(async () => this.#answer(await this.#read(request)));
  }

  wsdl(kind: 'inline' | 'exact', location: string): string {
    const schemaLocation = (file: string) => `${location}?xsd=${encodeURIComponent(file)}`;
    return wsdlText(kind, SERVED_VERSION, { service: leerlinggegevensService, location, schemaLocation });
  }

  schemaFile(name: string, location: string): string | undefined {
    return schemaFile(SERVED_VERSION, name, (file) => `${location}?xsd=${encodeURIComponent(file)}`);
  }

  async #read(request: SoapRequest): Promise<LasRequest & { readonly question: Question }> {
    const { caller, heard, state } = this.options;
    const roots = QUESTIONS.map((question) => question.request);
    const { message, key } = await readLasRequest(request, roots, this.options);
    const { version } = message;
    const question = QUESTIONS.find((known) => known.request === message.root) as Question;
    const asked = message.decoder.value as Asked;
    if (key !== caller.autorisatiesleutel || schoolId(asked) !== parseSchoolId(state().school.id)) throw noAccess();
    heard({ operation: question.operation, version, asked });
    return { operation: question.operation, version, asked, question };
  }

  #answer({ question, version, asked }: LasRequest & { readonly question: Question }): SoapAnswer {
    const { school, changedAt, deviations, earlier } = this.options.state();
    const since = asked.laatstontvangengegevens;
    const without = (what: 'geenwijzigingen' | 'geengegevens'): SoapAnswer => ({
      xml: envelope(encodeToString(question.answer, version, { [what]: {} } as never)),
      fault: false,
    });
    const roster = [school.roster, ...earlier].find(({ origin }) => origin.schoolYear === asked.schooljaar);
    if (roster === undefined) return without('geengegevens');
    if (since !== undefined && BigInt(changedAt.getTime()) * MS <= instantOf(since)) return without('geenwijzigingen');
    const set = this.options.set ?? setNamed(asked.gegevenssetid);
    const madeAt = this.options.madeAt().toISOString();
    const parts = lasAnswer({ question, asked, version, set, school: { ...school, roster }, madeAt });
    if (parts === undefined) return without('geengegevens');
    if (deviations.length === 0) return { xml: envelopeParts(parts), fault: false };
    return { xml: envelope(deviating([...parts].join(''), deviations)), fault: false };
  }
}

/** Sets go by many names (spec f: `Smalle-set-VO`); the smallest is given unless the other is meant. */
function setNamed(gegevenssetid = ''): SchoolSet {
  return /lvs/i.test(gegevenssetid) ? 'lvs-set' : 'smalle-set';
}
