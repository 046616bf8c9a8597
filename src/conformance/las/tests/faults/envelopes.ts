import type { ConformanceTest } from '../../../conformance-test.js';
import { element, envelopeOf } from '../../../messages/write.js';
import { SOAP_11 } from '../../../reader/soap-answer.js';
import type { LasSubject } from '../../las-subject.js';
import { refusedQuestion } from '../refusal.js';

/** The usual question as a whole envelope. */
function wholeQuestion(las: LasSubject): string {
  return envelopeOf(las.questionBody(), las.header());
}

/** With a document type that declares entities, and the first of them as the school year: right if it is expanded. */
function withEntities(las: LasSubject, declarations: string, reference: string): string {
  const { schoolYear } = las.config;
  return wholeQuestion(las)
    .replace('<soap:Envelope', `<!DOCTYPE soap:Envelope [${declarations}]><soap:Envelope`)
    .replace(element('schooljaar', schoolYear), `<schooljaar>${reference}</schooljaar>`);
}

/** Each stands for ten of the one before it: a hundred thousand when they are expanded, which hurts nobody. */
const NESTED = [1, 2, 3, 4, 5].map((n) => `<!ENTITY e${n} "${`&e${n - 1};`.repeat(10)}">`).join('');

/** Defects of the envelope, which SOAP 1.1 gives faults for, and what no message may have in front of it. */
export const ENVELOPE_FAULT_TESTS: readonly ConformanceTest<LasSubject>[] = [
  refusedQuestion({
    id: 'las/faults/soap-1-2',
    requirement: 'LAS-FAULT-26',
    en: 'An envelope of SOAP 1.2 is refused with VersionMismatch',
    nl: 'Een envelop van SOAP 1.2 wordt geweigerd met VersionMismatch',
    codes: ['VersionMismatch'],
    send: (las) => las.sendEnvelope(wholeQuestion(las).replace(SOAP_11, 'http://www.w3.org/2003/05/soap-envelope')),
  }),
  refusedQuestion({
    id: 'las/faults/must-understand',
    requirement: 'LAS-FAULT-27',
    en: 'A header that nobody knows and that must be understood is refused with MustUnderstand',
    nl: 'Een onbekende header die begrepen moet worden, wordt geweigerd met MustUnderstand',
    codes: ['MustUnderstand'],
    send: (las) =>
      las.sendBody(las.questionBody(), {
        header: `${las.header()}<x:onbekend xmlns:x="urn:uwlr-conform:onbekend" soap:mustUnderstand="1"/>`,
      }),
  }),
  refusedQuestion({
    id: 'las/faults/doctype',
    requirement: 'LAS-FAULT-28',
    en: 'A document type declaration is refused',
    nl: 'Een documenttypedeclaratie wordt geweigerd',
    codes: [],
    send: (las) => las.sendEnvelope(wholeQuestion(las).replace('<soap:Envelope', '<!DOCTYPE soap:Envelope><soap:Envelope')),
  }),
  refusedQuestion({
    id: 'las/faults/entity-expanded',
    requirement: 'LAS-FAULT-29',
    level: 'full',
    en: 'A school year that an entity of the message stands for is refused',
    nl: 'Een schooljaar waar een entiteit van het bericht voor staat, wordt geweigerd',
    codes: [],
    send: (las) => las.sendEnvelope(withEntities(las, `<!ENTITY jaar "${las.config.schoolYear}">`, '&jaar;')),
  }),
  refusedQuestion({
    id: 'las/faults/entities-nested',
    requirement: 'LAS-FAULT-29',
    level: 'full',
    en: 'Entities within entities are refused before they are expanded',
    nl: 'Entiteiten binnen entiteiten worden geweigerd voordat ze worden uitgewerkt',
    codes: [],
    send: (las) => las.sendEnvelope(withEntities(las, `<!ENTITY e0 "x">${NESTED}`, '&e5;')),
  }),
  refusedQuestion({
    id: 'las/faults/entity-of-file',
    requirement: 'LAS-FAULT-30',
    level: 'full',
    en: 'An entity that stands for a file of the LAS is refused',
    nl: 'Een entiteit die voor een bestand van het LAS staat, wordt geweigerd',
    codes: [],
    // A file that every system has or lacks, and that holds nothing.
    send: (las) => las.sendEnvelope(withEntities(las, '<!ENTITY leeg SYSTEM "file:///dev/null">', `${las.config.schoolYear}&leeg;`)),
  }),
];
