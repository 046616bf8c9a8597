import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Answer, post, type Running, startTestGateway } from '../support/gateway.js';

const SAMPLES = path.resolve('../shared/samples/requests');
const there = existsSync(SAMPLES);
if (!there) console.warn('Skipped: ../shared/samples is not here.');

/** What real clients send, and what their notes say of it: the verdict under each policy. */
const cases: readonly { file: string; strict: string; tolerant: string; rules: readonly string[]; tolerantRules?: readonly string[] }[] = [
  { file: 'nodesoap-BrengLeerresultaten-2.2.xml', strict: 'accepted', tolerant: 'accepted', rules: [] },
  { file: 'phpsoap-BrengLeerresultaten-2.2.xml', strict: 'accepted', tolerant: 'accepted', rules: [] },
  // The pilot ECK iD of this one is cut short.
  { file: 'zeep-BrengLeerresultaten-2.2.xml', strict: 'accepted', tolerant: 'accepted', rules: ['UWLR-LR-014'] },
  { file: 'phpsoap-soap12-BrengLeerresultaten-2.2.xml', strict: 'VersionMismatch', tolerant: 'VersionMismatch', rules: ['UWLR-SOAP-001'] },
  {
    file: 'nusoap-ongepatcht-BrengLeerresultaten-2.2.xml',
    strict: 'Client.OngeldigBericht',
    tolerant: 'Client.OngeldigBericht',
    rules: ['UWLR-XML-001'],
  },
  // Header children without a namespace: the only deviation, and nothing is lost by reading them.
  {
    file: 'testcorrect-rtti-compleet-BrengLeerresultaten-2.2.xml',
    strict: 'Client.AutorisatieOngeldig',
    tolerant: 'accepted',
    rules: ['UWLR-AUT-003'],
  },
  // Also no xsdversie (tolerable), norms without term and begin, scores 3.0, 1.5 and X (not to be read without guessing).
  {
    file: 'testcorrect-rtti-BrengLeerresultaten-2.2.xml',
    strict: 'Client.AutorisatieOngeldig',
    tolerant: 'Client.OngeldigBericht',
    rules: ['UWLR-AUT-003', 'UWLR-SCH-003', 'UWLR-SCH-013', 'UWLR-SCH-023'],
    tolerantRules: ['UWLR-AUT-003', 'UWLR-SCH-013', 'UWLR-SCH-023', 'UWLR-SCH-030'],
  },
  {
    file: 'testcorrect-rtti-scoreleeg-BrengLeerresultaten-2.2.xml',
    strict: 'Client.AutorisatieOngeldig',
    tolerant: 'Client.OngeldigBericht',
    rules: ['UWLR-AUT-003', 'UWLR-SCH-003', 'UWLR-SCH-013', 'UWLR-SCH-023'],
    tolerantRules: ['UWLR-AUT-003', 'UWLR-SCH-003', 'UWLR-SCH-013', 'UWLR-SCH-023', 'UWLR-SCH-030'],
  },
];

/** A gateway in which the sender of this message may send it. */
async function gatewayFor(text: string, policy: 'strict' | 'tolerant'): Promise<Running> {
  const of = (name: string) => new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`).exec(text)?.[1] ?? 'onbekend';
  const klantcode = of('klantcode');
  const running = await startTestGateway({ party: { klantcode, klantnaam: of('klantnaam'), policy } });
  const { store, keyring } = running.gateway;
  const from = '2026-01-01T00:00:00.000Z';
  await store.addAgreements([], {
    id: randomUUID(),
    party: klantcode,
    hash: keyring.hashCredential(of('autorisatiesleutel')),
    schools: ['99XX'],
    from,
  });
  return running;
}

function verdict({ status, code }: Answer): string {
  return status === 200 ? 'accepted' : (code ?? '');
}

describe('a message as a real client sends it', () => {
  for (const { file, rules, tolerantRules = rules, ...verdicts } of cases) {
    for (const policy of ['strict', 'tolerant'] as const) {
      (there ? test : test.skip)(`${file}, ${policy}: ${verdicts[policy]}`, async () => {
        const text = await readFile(path.join(SAMPLES, file), 'utf8');
        const running = await gatewayFor(text, policy);
        try {
          expect(verdict(await post(running.gateway, text))).toBe(verdicts[policy]);
          const { items } = await running.gateway.store.exchanges({ limit: 1 });
          const found = [...new Set(items[0]?.findings.map(({ rule }) => rule))].sort();
          // Under the strict policy the header alone decides: the message behind it is still judged.
          expect(found).toEqual([...(policy === 'strict' ? rules : tolerantRules)].sort());
        } finally {
          await running.stop();
        }
      });
    }
  }
});
