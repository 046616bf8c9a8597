import { expect } from '@jest/globals';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import type { PupilProfile, Root } from '../../src/uwlr/grammar/grammar.js';
import { leerlinggegevensAntwoord } from '../../src/uwlr/messages/leerlinggegevens.js';
import { decodeText } from './decode-text.js';
import { YEAR } from './fill-roster.js';
import { type Answer, KEY, PARTY, post, type Running } from './gateway.js';

/** What a vendor can put into a question for pupil data, right or wrong. All of it goes into the text as it is. */
export interface Asking {
  readonly name?: string;
  readonly version?: string;
  readonly year?: string;
  readonly school?: string;
  readonly rest?: string;
  readonly groups?: string;
  readonly key?: string;
}

/** An envelope with a question, valid and allowed unless `asking` says otherwise. */
export function question({
  name = 'leerlinggegevens_verzoek',
  version = '2.2',
  year = YEAR,
  school = '<brincode>99XX</brincode>',
  rest = '',
  groups = '',
  key = KEY,
}: Asking = {}): string {
  const family = version === '1.0' ? '1' : '2';
  const base = `http://www.edustandaard.nl/leerresultaten/${family}`;
  return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><autorisatie xmlns="${base}/autorisatie"><autorisatiesleutel>${key}</autorisatiesleutel><klantcode>${PARTY.klantcode}</klantcode><klantnaam>${PARTY.klantnaam}</klantnaam></autorisatie></e:Header><e:Body><${name} xmlns="${base}/leerlinggegevens"><schooljaar>${year}</schooljaar>${school}<xsdversie>${version}</xsdversie>${rest}${groups}</${name}></e:Body></e:Envelope>`;
}

export function ask({ gateway }: Running, asking?: Asking): Promise<Answer> {
  return post(gateway, question(asking), { soapaction: '"HaalLeerlinggegevens"' }, 'leerlinggegevens');
}

/** A decoded value that is looked into without ado. */
export type Loose = { readonly [name: string]: Loose } & readonly Loose[] & string;

/** The payload of an answer, read strictly by the grammar of its version and profile. */
export function readAnswer(
  answer: Answer,
  root: Root = leerlinggegevensAntwoord,
  version: UwlrVersion = '2.2',
  profile?: PupilProfile,
): Loose {
  expect([answer.status, answer.code]).toEqual([200, undefined]);
  const { findings, value } = decodeText(payloadOf(answer.text), root, { version, ...(profile === undefined ? {} : { profile }) });
  expect(findings.list).toEqual([]);
  return value as Loose;
}

export function payloadOf(envelope: string): string {
  return /<s:Body>(.*)<\/s:Body>/s.exec(envelope)?.[1] ?? '';
}
