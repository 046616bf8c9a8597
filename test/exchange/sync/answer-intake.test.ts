import { describe, expect, test } from '@jest/globals';
import { AnswerIntake } from '../../../src/exchange/sync/answer-intake.js';
import { EnvelopeReader } from '../../../src/soap/envelope/envelope-reader.js';
import { Findings } from '../../../src/uwlr/findings.js';
import { leerlinggegevensAntwoord } from '../../../src/uwlr/messages/leerlinggegevens.js';
import { XmlReader } from '../../../src/xml/reader.js';
import { NAMESPACES } from '../../support/messages.js';
import { leerling, leerlinggegevensText } from '../../uwlr/support/pupil-text.js';

const LG = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens';

function answer(content: string, header = ''): string {
  return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${NAMESPACES.soap}">${header}<s:Body>${content}</s:Body></s:Envelope>`;
}

const pupils = (name: string) =>
  `<leerlinggegevens_antwoord xmlns="${LG}">${leerlinggegevensText({ leerlingen: leerling(name) })}</leerlinggegevens_antwoord>`;
const GOOD = pupils('<achternaam>Prüf</achternaam>');

function intake(): AnswerIntake {
  return new AnswerIntake(leerlinggegevensAntwoord, { findings: new Findings('strict'), version: '2.2', extensions: new Map() });
}

function read(text: string): unknown {
  const contents = intake();
  const reader = new XmlReader(new EnvelopeReader(contents));
  reader.write(text);
  reader.end();
  return contents.message?.value;
}

describe('an answer that is there as a whole', () => {
  test.each([
    ['with pupils', answer(GOOD)],
    ['with an empty header', answer(GOOD, '<s:Header/>')],
    ['with a header that has nothing in it', answer(GOOD, '<s:Header> </s:Header>')],
    ['without data', answer(`<leerlinggegevens_antwoord xmlns="${LG}"><geengegevens/></leerlinggegevens_antwoord>`)],
  ])('%s is taken, as it would be read piece by piece', (_, text) => {
    const contents = intake();
    expect(contents.takeWhole(Buffer.from(text), undefined)).toBe(true);
    expect([contents.message?.value, contents.unsupported, contents.isOther]).toEqual([read(text), false, false]);
  });

  test.each([
    ['with a header block', answer(GOOD, '<s:Header><x xmlns="urn:x"/></s:Header>')],
    ['that is a fault', answer('<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>')],
    ['with another message', answer(`<leerlingen_antwoord xmlns="${LG}"><geengegevens/></leerlingen_antwoord>`)],
    ['with something wrong', answer(pupils(''))],
    ['of another version', answer(GOOD.replace('>2.2<', '>9.9<'))],
    ['that is no envelope', '<html/>'],
  ])('%s is left to be read piece by piece', (_, text) => {
    const contents = intake();
    expect(contents.takeWhole(Buffer.from(text), undefined)).toBe(false);
    expect(contents.message).toBeUndefined();
  });
});
