import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { fillRoster, smallSchool, YEAR } from '../support/fill-roster.js';
import { KEY, PARTY, type Running, startTestGateway } from '../support/gateway.js';
import { question } from '../support/pupil-questions.js';

/** Two readers in the field that are no SOAP stack (spec of clients, sections 1 and 2), as far as they are picky. */

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A school in which everybody has what these readers look at without asking whether it is there. */
async function start(): Promise<Running> {
  running = await startTestGateway({
    party: { policy: 'tolerant' },
    agreement: { exchanges: ['leerlinggegevens'], profile: 'smalle-set' },
  });
  const school = smallSchool({ name: { family: 'Ångström-Testéma', prefix: "in 't", call: 'Noëlle' } });
  const learners = school.learners.map((learner) => ({ ...learner, group: learner.group ?? 'g5', combinedGroups: ['plus'] }));
  await fillRoster(running.gateway, { ...school, learners });
  return running;
}

interface Raw {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** Sends a body, with `Expect` not before the server said to go on. */
async function send({ gateway }: Running, body: string, headers: Readonly<Record<string, string>>): Promise<Raw> {
  const outgoing = request(`${gateway.url}/soap/leerlinggegevens`, {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  if (headers['expect'] !== undefined) await once(outgoing, 'continue');
  outgoing.end(body);
  const [response] = await answered;
  expect(response.statusCode).toBe(200);
  return { bytes: await buffer(response), contentType: response.headers['content-type'] ?? '' };
}

interface Group {
  readonly key: string;
  readonly naam: string;
}

/** The part of an answer that the readers use. What they take to be a list must hold two or more: one comes out as itself. */
interface Data {
  readonly school: { readonly schooljaar: string; readonly brincode: string; readonly dependancecode: string };
  readonly groepen: { readonly groep: readonly Group[] };
  readonly leerlingen: {
    readonly leerling: readonly {
      readonly key: string;
      readonly eckid?: string;
      readonly roepnaam: string;
      readonly voorvoegsel?: string;
      readonly achternaam: string;
      readonly jaargroep: string;
      readonly groep: { readonly key: string };
      readonly samengestelde_groepen: { readonly samengestelde_groep: { readonly key: string } };
    }[];
  };
  readonly leerkrachten: { readonly leerkracht: readonly { readonly key: string; readonly eckid?: string }[] };
}

const PARSING = { ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false };

describe('the reader in PowerShell', () => {
  /** Invoke-WebRequest takes Latin-1 unless the header says otherwise; a cast to [xml] takes no byte order mark. */
  function cast({ bytes, contentType }: Raw): Data {
    const charset = /charset=([^;\s]+)/i.exec(contentType)?.[1] ?? 'iso-8859-1';
    const text = new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
    expect(text[0]).toBe('<');
    const { Envelope } = new XMLParser({ ...PARSING, removeNSPrefix: true }).parse(text);
    return Envelope.Body.leerlinggegevens_antwoord.leerlinggegevens;
  }

  test.each(['2.2', '2.3', '1', ''])('imports persons with their group and year, asking with version "%s"', async (version) => {
    const body = question({ version, school: '<brincode>99XX</brincode><dependancecode>00</dependancecode>' });
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: 'HaalLeerlinggegevens', expect: '100-continue' };
    const { school, groepen, leerlingen } = cast(await send(await start(), body, headers));
    const persons = leerlingen.leerling.map(({ key, roepnaam, voorvoegsel, achternaam, jaargroep, groep }) => ({
      id: key,
      name: [roepnaam, voorvoegsel, achternaam].filter(Boolean).join(' '),
      group: groepen.groep.filter((group) => group.key === groep.key)[0]?.naam,
      year: jaargroep,
    }));
    expect(school.schooljaar.split('-')).toEqual(YEAR.split('-'));
    expect(persons).toEqual([
      { id: 'L-1', name: "Noëlle in 't Ångström-Testéma", group: 'Groep 4', year: '4' },
      { id: 'L-2', name: 'Bram Voorbeeld', group: 'Groep 5', year: '5' },
      { id: 'L-3', name: 'Cato Verzonnen', group: 'Groep 5', year: '5' },
    ]);
  });
});

describe('the reader that takes the colon out of tags', () => {
  const BODY = `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:aut="http://www.edustandaard.nl/leerresultaten/2/autorisatie" xmlns:leer="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens">
   <soapenv:Header>
      <aut:autorisatie>
         <aut:autorisatiesleutel>${KEY}</aut:autorisatiesleutel>
         <aut:klantcode>${PARTY.klantcode}</aut:klantcode>
         <aut:klantnaam>${PARTY.klantnaam}</aut:klantnaam>
      </aut:autorisatie>
   </soapenv:Header>
   <soapenv:Body>
      <leer:leerlinggegevens_verzoek>
         <leer:schooljaar>${YEAR}</leer:schooljaar>
         <leer:brincode>99XX</leer:brincode>
         <leer:dependancecode>00</leer:dependancecode>
         <leer:xsdversie>2.3</leer:xsdversie>
         <leer:gegevenssetid>Smalle-set-VO</leer:gegevenssetid>
      </leer:leerlinggegevens_verzoek>
   </soapenv:Body>
</soapenv:Envelope>`;

  /** After that the envelope is an `sEnvelope`, and names without a prefix are those of the payload. */
  function read({ bytes }: Raw): Data {
    const text = bytes.toString('utf8').replace(/(<\/?)(\w+):([^>]*>)/g, '$1$2$3');
    return new XMLParser(PARSING).parse(text).sEnvelope.sBody.leerlinggegevens_antwoord.leerlinggegevens;
  }

  test('finds all that it takes for granted', async () => {
    const raw = await send(await start(), BODY, { 'content-type': 'text/xml', soapaction: 'HaalLeerlinggegevens' });
    const { school, leerlingen, leerkrachten } = read(raw);
    expect(school).toMatchObject({ brincode: '99XX', dependancecode: '00', schooljaar: YEAR });
    const pupils = leerlingen.leerling.map(({ key, eckid, roepnaam, achternaam, jaargroep, groep, samengestelde_groepen }) => ({
      id: eckid ?? key,
      name: `${roepnaam} ${achternaam}`,
      year: jaargroep,
      groups: [groep.key, samengestelde_groepen.samengestelde_groep.key],
    }));
    expect(pupils).toEqual([
      { id: `https://ketenid.nl/pilot/${'a'.repeat(128)}`, name: 'Noëlle Ångström-Testéma', year: '4', groups: ['g4', 'plus'] },
      { id: 'L-2', name: 'Bram Voorbeeld', year: '5', groups: ['g5', 'plus'] },
      { id: 'L-3', name: 'Cato Verzonnen', year: '5', groups: ['g5', 'plus'] },
    ]);
    expect(leerkrachten.leerkracht.filter(({ eckid }) => eckid !== undefined).map(({ key }) => key)).toEqual(['T-1']);
  });
});
