import { Emitter } from './emitter.js';
import { Random } from './random.js';
import { SENDER } from './sender.js';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const AUT = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const OSO = 'http://www.edustandaard.nl/oso_gegevensset/1.2/dossier';

const PARTS = 2;
const LAST = '</toetsafnames></leerresultaten_verzoek>'.length;

/**
 * A BrengLeerresultaten message of 2.2 with invented data: pupils with a leerlingid and an ECK iD of the test environment, and
 * four results each, of which one is an OSO result and the others are scores of a test or of a part of it.
 *
 * `bytes` or `results` says how large: it ends with the pupil at which that is reached. `made` is its aanmaakdatum, `key` what
 * all its keys begin with. With `envelope` it is a SOAP message with the header of `SENDER`, else the bare message.
 * Everything is ASCII: a character is a byte. Returns the text and the number of results in it.
 */
export function resultsMessage({ bytes = 0, results = 0, tests = 4, school, made, key, envelope = false, style = {} }) {
  const random = new Random(20_250_701);
  const xml = new Emitter(style);
  if (envelope) openEnvelope(xml);
  const prefix = style.prefix ?? '';
  const own = prefix === '' ? `xmlns="${LR}"` : `xmlns:${prefix.slice(0, -1)}="${LR}"`;
  xml.open('leerresultaten_verzoek', `${own} xmlns:oso="${OSO}"`);
  schoolElement(xml, school, made);
  const definitions = testDefinitions(tests, style);
  const end = bytes - definitions.length - LAST;
  let count = 0;
  xml.open('toetsafnames');
  for (let pupil = 1; pupil === 1 || xml.length < end || count < results; pupil += 1) {
    xml.open('toetsafname');
    xml.leaf('leerlingid', `lln-${String(pupil).padStart(6, '0')}`);
    xml.leaf('eckid', `https://ketenid.nl/pilot/${random.hex(128)}`);
    xml.open('resultaten');
    for (let n = 0; n < 4 && (results === 0 || count < results); n += 1) {
      count += 1;
      result(xml, { key: `${key}-${count}`, n, test: 1 + random.below(tests), random });
    }
    xml.close();
    xml.close();
  }
  xml.close();
  writeDefinitions(xml, tests);
  xml.close();
  if (envelope) {
    xml.close();
    xml.close();
  }
  return { text: xml.toString(), results: count };
}

function openEnvelope(xml) {
  xml.open('soap:Envelope', `xmlns:soap="${SOAP}" xmlns:aut="${AUT}"`);
  xml.open('soap:Header');
  xml.open('aut:autorisatie');
  xml.leaf('aut:autorisatiesleutel', SENDER.sleutel);
  xml.leaf('aut:klantcode', SENDER.klantcode);
  xml.leaf('aut:klantnaam', SENDER.klantnaam);
  xml.close();
  xml.close();
  xml.open('soap:Body');
}

function schoolElement(xml, brin, made) {
  xml.open('school');
  xml.leaf('schooljaar', '2024-2025');
  xml.leaf('brincode', brin);
  xml.leaf('dependancecode', '00');
  xml.leaf('aanmaakdatum', made);
  xml.leaf('auteur', 'Meetprogramma');
  xml.leaf('xsdversie', '2.2');
  xml.close();
}

function result(xml, { key, n, test, random }) {
  xml.open('resultaat', `key="${key}"`);
  xml.leaf('afnamedatum', `2025-0${1 + random.below(6)}-${10 + random.below(18)}`);
  xml.leaf('toetscode', `T-${test}`);
  if (n === 3) osoResult(xml, random);
  else {
    if (n > 0) xml.leaf('toetsonderdeelcode', `T-${test}-${1 + random.below(PARTS)}`);
    xml.leaf('score', String(random.below(n === 0 ? 41 : 11)));
  }
  xml.close();
}

function osoResult(xml, random) {
  const correct = random.below(41);
  xml.open('osoresultaat');
  xml.open('oso:toetsscore');
  xml.leaf('oso:aantalopgaven', '40');
  xml.leaf('oso:aantalgoed', String(correct));
  xml.leaf('oso:aantalfout', String(40 - correct));
  xml.leaf('oso:vaardigheidsscore', `${random.below(200)}.5`);
  xml.close();
  xml.open('oso:referentiescore');
  xml.leaf('oso:codereferentiescore', 'Percentiel');
  xml.leaf('oso:codevergelijkingsgroep', 'Landelijk');
  xml.leaf('oso:waarde', String(1 + random.below(99)));
  xml.close();
  xml.close();
}

function testDefinitions(tests, style) {
  const xml = new Emitter(style);
  writeDefinitions(xml, tests);
  return xml.toString();
}

function writeDefinitions(xml, tests) {
  xml.open('toetsen');
  for (let test = 1; test <= tests; test += 1) {
    xml.open('toets');
    xml.leaf('toetscode', `T-${test}`);
    xml.leaf('toetsnaam', `Rekenen blok ${test}`);
    norms(xml, 'toetsnormering', 40);
    xml.open('toetsonderdelen');
    for (let part = 1; part <= PARTS; part += 1) {
      xml.open('toetsonderdeel');
      xml.leaf('toetsonderdeelvolgnummer', String(part));
      xml.leaf('toetsonderdeelcode', `T-${test}-${part}`);
      xml.close();
    }
    xml.close();
    xml.close();
  }
  xml.close();
}

function norms(xml, name, highest) {
  xml.open(name);
  for (const [term, begin, end] of [
    ['oefenen', 0, highest / 2],
    ['goed', highest / 2 + 1, highest],
  ]) {
    xml.open('norm');
    xml.leaf('term', term);
    xml.leaf('beginnormwaarde', String(begin));
    xml.leaf('eindnormwaarde', String(end));
    xml.close();
  }
  xml.close();
}
