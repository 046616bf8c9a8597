import { type Asked, QUESTIONS, type Question } from '../model/roster-questions.js';
import { parseSchoolId, schoolId } from '../model/school-id.js';
import { type BodyCount, bodyChunks, DEFAULT_BODY_LIMITS } from '../soap/body.js';
import type { SoapAnswer, SoapRequest, SoapService } from '../soap/endpoint.js';
import { EnvelopeReader } from '../soap/envelope-reader.js';
import { envelope, envelopeParts, faultEnvelope } from '../soap/fault.js';
import { readXml } from '../soap/read-envelope.js';
import { encodeToString } from '../uwlr/encode.js';
import type { UwlrFaultCode } from '../uwlr/fault-code.js';
import type { UwlrVersion } from '../uwlr/finding.js';
import { schemaFile } from '../uwlr/generate/schema-files.js';
import { SERVED_VERSION, wsdlText } from '../uwlr/generate/wsdl.js';
import { instantOf } from '../uwlr/grammar/dates.js';
import type { PupilProfile } from '../uwlr/grammar/grammar.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';
import { leerlinggegevensService } from '../uwlr/messages/services.js';
import { XmlError } from '../xml/xml-error.js';
import { lasAnswer } from './las-answer.js';
import { deviating, type LasDeviation } from './las-deviations.js';
import { LasIntake } from './las-intake.js';

import type { SyntheticAdministration } from './synthetic-school.js';

/** What the simulated administration holds and does at the moment. */
export interface LasState {
  readonly school: SyntheticAdministration;
  readonly changedAt: Date;
  readonly deviations: readonly LasDeviation[];
}

/** A question as it was understood. */
export interface LasRequest {
  readonly operation: string;
  readonly version: UwlrVersion;
  readonly asked: Asked;
}

export interface LasServiceOptions {
  /** What callers have to present: as UWLR has it, code and name are the caller's, the key is for the school. */
  readonly caller: Autorisatie;
  readonly versions: readonly UwlrVersion[];
  readonly profile?: PupilProfile | undefined;
  readonly state: () => LasState;
  /** The moment of an answer. */
  readonly madeAt: () => Date;
  readonly heard: (request: LasRequest) => void;
}

/** A question that gets a fault. */
class Refused extends Error {
  constructor(
    readonly code: UwlrFaultCode,
    readonly words: string,
  ) {
    super(words);
  }
}

const MS = 1_000_000n;

/** The pupil side of an administration, without HTTP: checks in the order of the standard (spec, section e), and answers. */
export class LasService implements SoapService {
  constructor(private readonly options: LasServiceOptions) {}

  async handle(request: SoapRequest): Promise<SoapAnswer> {
    try {
      return this.#answer(await this.#read(request));
    } catch (error) {
      if (!(error instanceof Refused || error instanceof XmlError)) throw error;
      const { code, words } = error instanceof Refused ? error : new Refused('Client.OngeldigBericht', 'Het bericht is geen geldige XML');
      return { xml: faultEnvelope({ code, text: words, exchange: 'simulator', items: [] }), fault: true };
    }
  }

  wsdl(kind: 'inline' | 'exact', location: string): string {
    const schemaLocation = (file: string) => `${location}?xsd=${encodeURIComponent(file)}`;
    return wsdlText(kind, SERVED_VERSION, { service: leerlinggegevensService, location, schemaLocation });
  }

  schemaFile(name: string, location: string): string | undefined {
    return schemaFile(SERVED_VERSION, name, (file) => `${location}?xsd=${encodeURIComponent(file)}`);
  }

  async #read({ body, contentEncoding, charset }: SoapRequest): Promise<LasRequest & { readonly question: Question }> {
    const { caller, versions, heard, state } = this.options;
    const intake = new LasIntake(QUESTIONS.map(({ request }) => request));
    const reader = new EnvelopeReader(intake);
    const count: BodyCount = { wire: 0, decoded: 0 };
    await readXml(bodyChunks(body, contentEncoding, DEFAULT_BODY_LIMITS, count), reader, { charset });
    const { message, autorisatie } = intake;
    const question = QUESTIONS.find(({ request }) => request === message?.root);
    if (autorisatie === undefined) throw new Refused('Client.AutorisatieOngeldig', 'De autorisatieheader ontbreekt of is onvolledig');
    if (autorisatie.klantcode !== caller.klantcode || autorisatie.klantnaam !== caller.klantnaam) {
      throw new Refused('Client.OngeldigeKlantIdentificatie', 'De combinatie van klantcode en klantnaam is niet bekend');
    }
    if (message === undefined || question === undefined || reader.problems.length > 0) {
      throw new Refused('Client.OngeldigBericht', 'Het bericht is geen bekende vraag');
    }
    const { version } = message;
    if (message.unsupported || !versions.includes(version)) {
      throw new Refused('Client.XsdVersieOngeldig', 'De versie in xsdversie wordt niet ondersteund');
    }
    if (!message.findings.valid) throw new Refused('Client.OngeldigBericht', 'Het bericht voldoet niet aan het schema');
    const asked = message.decoder.value as Asked;
    if (autorisatie.autorisatiesleutel !== caller.autorisatiesleutel || schoolId(asked) !== parseSchoolId(state().school.id)) {
      throw new Refused('Client.AutorisatieOngeldig', 'De autorisatiesleutel geeft geen toegang tot deze school');
    }
    heard({ operation: question.operation, version, asked });
    return { operation: question.operation, version, asked, question };
  }

  #answer({ question, version, asked }: LasRequest & { readonly question: Question }): SoapAnswer {
    const { school, changedAt, deviations } = this.options.state();
    const since = asked.laatstontvangengegevens;
    const without = (what: 'geenwijzigingen' | 'geengegevens'): SoapAnswer => ({
      xml: envelope(encodeToString(question.answer, version, { [what]: {} } as never)),
      fault: false,
    });
    if (asked.schooljaar !== school.roster.origin.schoolYear) return without('geengegevens');
    if (since !== undefined && BigInt(changedAt.getTime()) * MS <= instantOf(since)) return without('geenwijzigingen');
    const profile = this.options.profile ?? profileNamed(asked.gegevenssetid);
    const madeAt = this.options.madeAt().toISOString();
    const parts = lasAnswer({ question, asked, version, profile, school: school.id, roster: school.roster, madeAt });
    if (parts === undefined) return without('geengegevens');
    if (deviations.length === 0) return { xml: envelopeParts(parts), fault: false };
    return { xml: envelope(deviating([...parts].join(''), deviations)), fault: false };
  }
}

/** Sets go by many names (spec f: `Smalle-set-VO`); the smallest is given unless the other is meant. */
function profileNamed(gegevenssetid = ''): PupilProfile {
  return /lvs/i.test(gegevenssetid) ? 'lvs-set' : 'smalle-set';
}
