import { faultEnvelope } from '../../soap/envelope/fault.js';
import { FAULT_CODES } from '../../uwlr/fault-code.js';
import type { WholeAnswer } from '../http/whole-message.js';
import type { Fault } from './fault.js';

const kind = 'soap' as const;

/** Every fault of UWLR, and faults in forms that some administrations give them. */
export const SOAP_FAULTS: readonly Fault[] = [
  ...FAULT_CODES.map((code): Fault => ({ name: code, kind, does: `refuses with fault ${code}`, start: () => async () => refusal(code) })),
  {
    name: 'fault-200',
    kind,
    does: 'refuses with fault Client.OngeldigBericht under HTTP 200',
    start: () => async () => ({ ...refusal('Client.OngeldigBericht'), status: 200 }),
  },
  {
    name: 'fault-no-prefix',
    kind,
    does: 'refuses with fault Client.OngeldigBericht in no namespace',
    start: () => async () => without(refusal('Client.OngeldigBericht'), 's:Client', 'Client'),
  },
  {
    name: 'fault-unknown',
    kind,
    does: 'refuses with a fault code that UWLR does not have',
    start: () => async () => refusal('Client.Verzonnen'),
  },
];

function refusal(code: string): WholeAnswer {
  const xml = faultEnvelope({ code, text: 'Zo doet deze administratie', exchange: 'simulator', items: [] });
  return { status: 500, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: Buffer.from(xml) };
}

function without(answer: WholeAnswer, text: string, instead: string): WholeAnswer {
  return { ...answer, body: Buffer.from(answer.body.toString('utf8').replace(text, instead)) };
}
