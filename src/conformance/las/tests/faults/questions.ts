import { identificationOf } from '../../../../model/school-id.js';
import type { ConformanceTest } from '../../../conformance-test.js';
import { type Caller, element, envelopeOf, namespaceOf, schoolElements } from '../../../messages/write.js';
import { withContent } from '../../../reader/edit-node.js';
import { documentOf } from '../../../reader/write-node.js';
import { readXml } from '../../../reader/xml-node.js';
import type { LasSubject } from '../../las-subject.js';
import { refusedQuestion } from '../refusal.js';

const INVALID = ['Client.OngeldigBericht'];
const NO_ACCESS = ['Client.AutorisatieOngeldig'];
const NO_CALLER = ['Client.OngeldigeKlantIdentificatie'];

/** Not of any school, caller or key. */
const NOBODY = 'ONBEKEND-CONFORM';

/** The usual question, with an edit of its XML. Undefined when the edit finds nothing to change. */
function askEdited(las: LasSubject, edit: (body: string) => string) {
  const body = las.questionBody();
  const changed = edit(body);
  return changed === body ? undefined : las.sendBody(changed);
}

/** Asks for another school than the usual one. */
function askForSchool(las: LasSubject, school: string) {
  return askEdited(las, (body) => body.replace(schoolElements(las.config.school), schoolElements(school)));
}

function brinOf({ config }: LasSubject): string | undefined {
  return identificationOf(config.school)?.brincode;
}

/** Names the school in another way. Undefined when it has no BRIN. */
function askForBrin(las: LasSubject, elements: (brin: string) => string) {
  const brin = brinOf(las);
  return brin === undefined ? undefined : askEdited(las, (body) => body.replace(schoolElements(las.config.school), elements(brin)));
}

/** The steps of the standard's old test project, and what else its table of faults names (spec e). */
export const QUESTION_FAULT_TESTS: readonly ConformanceTest<LasSubject>[] = [
  refusedQuestion({
    id: 'las/faults/klantcode-unknown',
    requirement: 'LAS-FAULT-01',
    en: 'An unknown klantcode is refused with its fault',
    nl: 'Een onbekende klantcode krijgt de fout die erbij hoort',
    codes: NO_CALLER,
    send: (las) => las.ask('leerlinggegevens_verzoek', {}, { header: las.header({ klantcode: NOBODY }) }),
  }),
  refusedQuestion({
    id: 'las/faults/klantnaam-unknown',
    requirement: 'LAS-FAULT-02',
    en: 'An unknown klantnaam is refused with its fault',
    nl: 'Een onbekende klantnaam krijgt de fout die erbij hoort',
    codes: NO_CALLER,
    send: (las) => las.ask('leerlinggegevens_verzoek', {}, { header: las.header({ klantnaam: NOBODY }) }),
  }),
  refusedQuestion({
    id: 'las/faults/key-wrong',
    requirement: 'LAS-FAULT-04',
    level: 'connect',
    en: 'A wrong autorisatiesleutel is refused with its fault',
    nl: 'Een onjuiste autorisatiesleutel krijgt de fout die erbij hoort',
    advice: {
      en: 'Hold the autorisatiesleutel of each message against the keys that were issued for the school, before anything is answered.',
      nl: 'Vergelijk de autorisatiesleutel van elk bericht met de sleutels die voor de school zijn uitgegeven, voordat er iets wordt beantwoord.',
    },
    codes: NO_ACCESS,
    send: (las) => las.ask('leerlinggegevens_verzoek', {}, { header: las.header({ autorisatiesleutel: NOBODY }) }),
  }),
  refusedQuestion({
    id: 'las/faults/school-not-opened',
    requirement: 'LAS-FAULT-05',
    level: 'connect',
    en: 'A school that the key does not open is refused with its fault',
    nl: 'Een school waar de sleutel geen toegang toe geeft, krijgt de fout die erbij hoort',
    advice: {
      en: 'Check that the autorisatiesleutel was issued for the school in the message: as it is, one key may open every school.',
      nl: 'Controleer of de autorisatiesleutel is uitgegeven voor de school in het bericht: nu opent één sleutel misschien elke school.',
    },
    codes: NO_ACCESS,
    send: (las) => askForSchool(las, las.config.otherSchool),
  }),
  refusedQuestion({
    id: 'las/faults/dependancecode-wrong',
    requirement: 'LAS-FAULT-06',
    en: 'A dependancecode that the school does not have is refused with its fault',
    nl: 'Een dependancecode die de school niet heeft, krijgt de fout die erbij hoort',
    codes: NO_ACCESS,
    send: (las) => (brinOf(las) === undefined ? undefined : askForSchool(las, `${brinOf(las)}-98`)),
  }),
  refusedQuestion({
    id: 'las/faults/schoolkey-wrong',
    requirement: 'LAS-FAULT-07',
    en: 'A schoolkey that the key does not open is refused with its fault',
    nl: 'Een schoolkey waar de sleutel geen toegang toe geeft, krijgt de fout die erbij hoort',
    codes: NO_ACCESS,
    send: (las) => askForSchool(las, `schoolkey:${NOBODY}`),
  }),
  refusedQuestion({
    id: 'las/faults/header-missing',
    requirement: 'LAS-FAULT-08',
    en: 'A question without the autorisatie header is refused with its fault',
    nl: 'Een vraag zonder de autorisatieheader krijgt de fout die erbij hoort',
    codes: NO_ACCESS,
    send: (las) => las.ask('leerlinggegevens_verzoek', {}, { header: '' }),
  }),
  ...(['autorisatiesleutel', 'klantcode', 'klantnaam'] as const).flatMap((field) => [
    refusedQuestion({
      id: `las/faults/header-without-${field}`,
      requirement: 'LAS-FAULT-09',
      en: `A header without ${field} is refused with its fault`,
      nl: `Een header zonder ${field} krijgt de fout die erbij hoort`,
      codes: NO_ACCESS,
      send: (las) => las.ask('leerlinggegevens_verzoek', {}, { header: headerWithout(las, field) }),
    }),
    refusedQuestion({
      id: `las/faults/header-with-empty-${field}`,
      requirement: 'LAS-FAULT-10',
      en: `A header with an empty ${field} is refused with its fault`,
      nl: `Een header met een lege ${field} krijgt de fout die erbij hoort`,
      codes: NO_ACCESS,
      send: (las) => las.ask('leerlinggegevens_verzoek', {}, { header: las.header({ [field]: '' }) }),
    }),
  ]),
  refusedQuestion({
    id: 'las/faults/xml-cut-short',
    requirement: 'LAS-FAULT-11',
    en: 'XML that ends halfway is refused with its fault',
    nl: 'XML die halverwege ophoudt, krijgt de fout die erbij hoort',
    codes: INVALID,
    send: (las) => {
      const whole = envelopeOf(las.questionBody(), las.header());
      return las.sendEnvelope(whole.slice(0, whole.indexOf('</schooljaar>')));
    },
  }),
  refusedQuestion({
    id: 'las/faults/no-xml',
    requirement: 'LAS-FAULT-11',
    en: 'A text that is no XML is refused with its fault',
    nl: 'Een tekst die geen XML is, krijgt de fout die erbij hoort',
    codes: INVALID,
    send: (las) => las.sendEnvelope('dit is geen XML & dat is met opzet'),
  }),
  refusedQuestion({
    id: 'las/faults/schooljaar-with-suffix',
    requirement: 'LAS-FAULT-12',
    en: 'A schooljaar with something behind it is refused with its fault',
    nl: 'Een schooljaar met iets erachter krijgt de fout die erbij hoort',
    codes: INVALID,
    send: (las) => las.ask('leerlinggegevens_verzoek', { schoolYear: `${las.config.schoolYear}x` }),
  }),
  refusedQuestion({
    id: 'las/faults/brincode-malformed',
    requirement: 'LAS-FAULT-13',
    en: 'A malformed brincode is refused with its fault',
    nl: 'Een verkeerd gevormde brincode krijgt de fout die erbij hoort',
    codes: INVALID,
    send: (las) => askForBrin(las, () => element('brincode', '9XX9X')),
  }),
  refusedQuestion({
    id: 'las/faults/dependancecode-malformed',
    requirement: 'LAS-FAULT-14',
    en: 'A malformed dependancecode is refused with its fault',
    nl: 'Een verkeerd gevormde dependancecode krijgt de fout die erbij hoort',
    codes: INVALID,
    send: (las) => askForBrin(las, (brin) => element('brincode', brin) + element('dependancecode', '0A1')),
  }),
  refusedQuestion({
    id: 'las/faults/xsdversie-unsupported',
    requirement: 'LAS-FAULT-15',
    en: 'A version that nobody has is refused with its fault',
    nl: 'Een versie die niemand heeft, krijgt de fout die erbij hoort',
    codes: ['Client.XsdVersieOngeldig'],
    send: (las) => las.ask('leerlinggegevens_verzoek', { xsdversie: '9.9' }),
  }),
  refusedQuestion({
    id: 'las/faults/date-broken',
    requirement: 'LAS-FAULT-16',
    en: 'A date that is none is refused with its fault',
    nl: 'Een ongeldige datum krijgt de fout die erbij hoort',
    codes: INVALID,
    send: (las) => las.ask('leerlinggegevens_verzoek', { since: '2026-02-30T25:00:00' }),
  }),
  refusedQuestion({
    id: 'las/faults/brincode-and-schoolkey',
    requirement: 'LAS-FAULT-21',
    versions: ['2.1', '2.2', '2.3'],
    en: 'brincode and schoolkey together are refused with their fault',
    nl: 'brincode en schoolkey samen krijgen de fout die erbij hoort',
    codes: INVALID,
    send: (las) => askForBrin(las, (brin) => element('brincode', brin) + element('schoolkey', NOBODY)),
  }),
  refusedQuestion({
    id: 'las/faults/other-order',
    requirement: 'LAS-FAULT-22',
    level: 'full',
    en: 'Elements in another order are refused with their fault',
    nl: 'Elementen in een andere volgorde krijgen de fout die erbij hoort',
    codes: INVALID,
    send: (las) => las.sendBody(reversed(las.questionBody())),
  }),
  refusedQuestion({
    id: 'las/faults/no-namespace',
    requirement: 'LAS-FAULT-23',
    en: 'Elements in no namespace are refused with their fault',
    nl: 'Elementen zonder namespace krijgen de fout die erbij hoort',
    codes: INVALID,
    send: (las) => askEdited(las, (body) => body.replace('<schooljaar>', '<schooljaar xmlns="">')),
  }),
  refusedQuestion({
    id: 'las/faults/message-unknown',
    requirement: 'LAS-FAULT-24',
    en: 'A message that the service does not have is refused with its fault',
    nl: 'Een bericht dat de dienst niet kent, krijgt de fout die erbij hoort',
    codes: INVALID,
    send: (las) => las.sendBody(`<onbekend_verzoek xmlns="${namespaceOf('leerlinggegevens', las.version)}"/>`),
  }),
  refusedQuestion({
    id: 'las/faults/body-empty',
    requirement: 'LAS-FAULT-25',
    en: 'An empty Body is refused with its fault',
    nl: 'Een lege Body krijgt de fout die erbij hoort',
    codes: INVALID,
    send: (las) => las.sendBody(''),
  }),
];

/** With the children of its root from the last to the first. */
function reversed(body: string): string {
  const root = readXml(body);
  return documentOf(withContent(root, [...root.content].reverse()));
}

function headerWithout(las: LasSubject, field: keyof Caller): string {
  return las.header().replace(element(`aut:${field}`, las.config.caller[field]), '');
}
