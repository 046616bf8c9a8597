import { inWords, type SoapAnswer, soapAnswerOf } from '../../conformance/reader/soap-answer.js';
import { child } from '../../conformance/reader/xml-node.js';
import { HttpClient } from '../../conformance/traffic/http-client.js';
import { OwnError } from '../../core/own-error.js';
import { supplied } from '../../core/supplied.js';
import type { Trigger } from './trigger.js';
import { type TriggerConfig, TriggerKit } from './trigger-kit.js';
import type { Recorded, TriggerStep } from './trigger-step.js';

/** What the gateway has of a message in its record. */
export interface ExchangeRecord {
  readonly id: string;
  readonly outcome: Recorded;
  readonly rules: readonly string[];
}

/** What one message came to. */
export interface StepOutcome {
  readonly sends: string;
  readonly url: string;
  readonly bytes: number;
  readonly expected: readonly string[];
  /** What came, without any value of it. */
  readonly actual: string;
  /** Id of the exchange, from the fault or the record. */
  readonly exchange?: string;
  readonly record?: ExchangeRecord;
  /** Rules that the fault names. */
  readonly rules: readonly string[];
  readonly asExpected: boolean;
}

export interface TriggerOutcome {
  readonly trigger: string;
  readonly asExpected: boolean;
  readonly see: string;
  readonly steps: readonly StepOutcome[];
}

export interface TriggerOptions {
  readonly config: TriggerConfig;
  /** Milliseconds to wait for an answer. */
  readonly patienceMs: number;
  readonly ca?: string;
  /** Looks the message up that was sent last, of which the id may be known; undefined when it is not there. */
  readonly lookUp?: (id: string | undefined) => Promise<ExchangeRecord | undefined>;
}

/** Nothing answered. */
export class NoGateway extends OwnError {
  constructor(readonly reason: string) {
    super('no-gateway', `nothing answered (${reason})`);
  }
}

/** Produces one situation. Ends at the first message that is not answered as expected. Throws `NoGateway`. */
export async function runTrigger(trigger: Trigger, { config, patienceMs, ca, lookUp }: TriggerOptions): Promise<TriggerOutcome> {
  const http = new HttpClient({ patienceMs, ...supplied({ ca }) });
  const kit = new TriggerKit(config);
  const steps: StepOutcome[] = [];
  try {
    for (const make of trigger.steps) {
      const step = make(kit);
      const url = `${config.gateway}/soap/${step.service}`;
      const headers = { 'Content-Type': step.contentType ?? 'text/xml; charset=utf-8', SOAPAction: `"${step.soapAction}"` };
      const answer = soapAnswerOf(await http.send({ url, headers, body: step.body }));
      if (answer.kind === 'no-answer') throw new NoGateway(answer.reason);
      const record = isUnavailable(answer) ? undefined : await lookUp?.(exchangeIn(answer));
      const outcome = outcomeOf(step, url, answer, record);
      steps.push(outcome);
      if (!outcome.asExpected) break;
    }
  } finally {
    await http.close();
  }
  return {
    trigger: trigger.name,
    asExpected: steps.every(({ asExpected }) => asExpected),
    see: trigger.see.replaceAll('SCHOOL', config.school),
    steps,
  };
}

/** A school that is paused, or a caller that has to wait: the gateway has no record of the message, and its REST API gives none of the school. */
function isUnavailable(answer: SoapAnswer): boolean {
  return answer.kind === 'fault' && answer.code === 'Server.TijdelijkNietBeschikbaar';
}

function outcomeOf(step: TriggerStep, url: string, answer: SoapAnswer, record: ExchangeRecord | undefined): StepOutcome {
  const { sends, expected, recorded, rules: wanted = [] } = step;
  const exchange = exchangeIn(answer) ?? record?.id;
  const rules = rulesIn(answer);
  const known = new Set([...rules, ...(record?.rules ?? [])]);
  const isRight = expected.some((one) => kindsOf(answer).includes(one));
  const isRecorded = record === undefined || recorded === undefined || record.outcome === recorded;
  // Warnings of an accepted message stand in the record only.
  const rulesRight = (record === undefined && answer.kind !== 'fault') || wanted.every((rule) => known.has(rule));
  return {
    sends,
    url,
    bytes: Buffer.byteLength(step.body),
    expected,
    actual: kindsOf(answer).includes('geenwijzigingen')
      ? 'geenwijzigingen'
      : kindsOf(answer).includes('geengegevens')
        ? 'geengegevens'
        : inWords(answer),
    ...supplied({ exchange, record }),
    rules,
    asExpected: isRight && isRecorded && rulesRight,
  };
}

/** Code of the fault, or root of the answer; instead of the root what it holds, when that is no data. */
function kindsOf(answer: SoapAnswer): readonly string[] {
  if (answer.kind === 'fault') return [answer.code];
  if (answer.kind !== 'payload' || answer.status !== 200) return [];
  const [first] = answer.payload.children;
  return first?.local === 'geenwijzigingen' || first?.local === 'geengegevens' ? [first.local] : [answer.payload.local];
}

function exchangeIn(answer: SoapAnswer): string | undefined {
  if (answer.kind !== 'fault') return undefined;
  const id = findings(answer)?.attributes.find(({ local }) => local === 'uitwisseling')?.value;
  return id !== undefined && /^[0-9a-f-]{36}$/.test(id) ? id : undefined;
}

function rulesIn(answer: SoapAnswer): string[] {
  if (answer.kind !== 'fault') return [];
  const found = (findings(answer)?.children ?? []).flatMap(
    ({ attributes }) => attributes.find(({ local }) => local === 'rule')?.value ?? [],
  );
  return [...new Set(found.filter((rule) => /^UWLR-[A-Z]+-\d+$/.test(rule)))];
}

function findings({ fault }: Extract<SoapAnswer, { kind: 'fault' }>) {
  const detail = child(fault, 'detail');
  return detail === undefined ? undefined : child(detail, 'bevindingen');
}
