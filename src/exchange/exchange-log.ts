import { type InMaking, supplied } from '../core/supplied.js';
import type { Agreement, Party } from '../directory/directory.js';
import type { ExchangeRecord, Outcome, StripRecord } from '../store/exchange-record.js';
import type { FaultCode } from '../uwlr/fault-code.js';
import type { Finding, UwlrVersion } from '../uwlr/finding.js';
import { Findings, type Place } from '../uwlr/findings.js';
import type { RuleId } from '../uwlr/rules.js';
import { agreedFields, agreedResultFields } from './agreed-fields.js';
import { decisive } from './refusal.js';
import type { Refusal } from './refusal-reason.js';

const NOWHERE: Place = { path: '', line: 0, column: 0 };

/** How many findings of a message are kept with its exchange record. */
export const KEPT = 100;
/** The same of a sender that did not prove who it is; and the characters of a place in its message. */
const KEPT_BRIEFLY = 3;
const PATH_BRIEFLY = 120;

type RecordInMaking = InMaking<ExchangeRecord>;

/** When the steps of a message ended, in milliseconds since it began; for traces. Absent: it did not get that far. */
export interface ExchangeSteps {
  /** All of it is read, and its sender is known. */
  readonly read?: number;
  /** What is to be stored of it is made. */
  readonly ready?: number;
  /** It is durable. */
  readonly stored?: number;
  /** `traceparent` as a sender that proved who it is gave it, unchecked. */
  readonly sendersTrace?: string;
}

/** The record of results that are to be stored. */
export type StoredRecord = ExchangeRecord & {
  readonly school: string;
  readonly party: string;
  readonly digest: string;
  readonly createdAtNs: bigint;
};

/** What becomes known of one message while it is dealt with; in the end, its exchange record. */
export class ExchangeLog {
  readonly bytes = { wire: 0, decoded: 0 };
  findings = new Findings('strict');
  party: Party | undefined;
  /** The sender showed a key that holds. */
  proved = false;
  school: string | undefined;
  version: UwlrVersion | undefined;
  /** The one that decided, once it is known. */
  agreement: Agreement | undefined;
  /** Why the sender was not let in; kept with what was refused only. */
  refusal: Refusal | undefined;
  /** Id of the key that proved who it is. */
  credential: string | undefined;
  digest: string | undefined;
  createdAtNs: bigint | undefined;
  faultCode: FaultCode | undefined;
  results = 0;
  /** Pupils whose data were given or taken in. */
  learners = 0;
  /** What was left out of what was given or taken in. */
  strips: readonly StripRecord[] = [];
  repeats: string | undefined;
  readonly steps: InMaking<ExchangeSteps> = {};
  readonly #began = performance.now();

  constructor(
    readonly id: string,
    public operation: string,
    private readonly received: Date,
  ) {}

  add(rule: RuleId, place: Place = NOWHERE, hint?: string): void {
    this.findings.add(rule, place, hint);
  }

  /** Goes on with the findings of the message itself; those so far come with it. */
  adopt(findings: Findings): void {
    for (const { rule, path, line, column, hint } of this.findings.list) findings.add(rule as RuleId, { path, line, column }, hint);
    this.findings = findings;
  }

  /** One finding that makes the others irrelevant. */
  only(rule: RuleId): void {
    this.findings = new Findings('strict');
    this.add(rule);
  }

  stepDone(step: 'read' | 'ready' | 'stored'): void {
    this.steps[step] = performance.now() - this.#began;
  }

  /** The record as it stands now. Holds no content of the message. */
  record(outcome: Outcome): ExchangeRecord {
    const { party, school, version, digest, createdAtNs, faultCode, repeats, strips, findings } = this;
    const record: RecordInMaking = {
      id: this.id,
      direction: 'in',
      operation: this.operation,
      receivedAt: this.received.toISOString(),
      durationMs: Math.round((performance.now() - this.#began) * 1000) / 1000,
      wireBytes: this.bytes.wire,
      decodedBytes: this.bytes.decoded,
      outcome,
      findings: mostTelling(findings.list),
      findingCount: findings.count,
      resultCount: this.results,
      learnerCount: this.learners,
    };
    // One after the other: each message makes two records, and spreading a dozen objects takes as long as checking one of its results.
    if (strips.length > 0) record.strips = strips;
    if (party !== undefined) {
      record.party = party.klantcode;
      record.policy = party.policy;
    }
    if (school !== undefined) record.school = school;
    this.#sayAgreed(record);
    this.#sayAdmitted(record);
    if (version !== undefined) record.version = version;
    if (digest !== undefined) record.digest = digest;
    if (createdAtNs !== undefined) record.createdAtNs = createdAtNs;
    if (faultCode !== undefined) record.faultCode = faultCode;
    if (repeats !== undefined) record.repeats = repeats;
    return record;
  }

  /** That of results of a party (klantcode) that are to be stored for a school. Throws when it is not known what they are, or of when. */
  storedRecord(school: string, party: string): StoredRecord {
    const { digest, createdAtNs } = this;
    if (digest === undefined || createdAtNs === undefined) throw new Error('a message without digest or moment cannot be stored');
    const record: RecordInMaking = this.record('accepted');
    record.school = school;
    record.party = party;
    return record as StoredRecord;
  }

  /** The record of a message that was refused before its sender proved who it is: enough to see what was wrong with it. */
  briefRecord(): ExchangeRecord {
    const { id, direction, operation, receivedAt, durationMs, wireBytes, decodedBytes, outcome, findingCount, ...more } =
      this.record('refused');
    const { party, credential, reason, agreement, faultCode } = more;
    const first = decisive(this.findings.list);
    const others = this.findings.list.filter((finding) => finding !== first);
    return {
      ...{ id, brief: true, direction, operation, receivedAt, durationMs, wireBytes, decodedBytes, outcome, findingCount },
      findings: [...(first === undefined ? [] : [first]), ...others]
        .slice(0, KEPT_BRIEFLY)
        .map((finding) => ({ ...finding, path: finding.path.slice(0, PATH_BRIEFLY) })),
      resultCount: 0,
      learnerCount: 0,
      ...supplied({ party, credential, reason, agreement, faultCode }),
    };
  }

  /** With which key, or why not. */
  #sayAdmitted(record: RecordInMaking): void {
    const refusal = record.outcome === 'refused' ? this.refusal : undefined;
    const credential = refusal?.credential ?? this.credential;
    if (credential !== undefined) record.credential = credential;
    if (refusal === undefined) return;
    record.reason = refusal.reason;
    if (refusal.agreement !== undefined) record.agreement = refusal.agreement;
  }

  /** Of what was refused no field went anywhere. */
  #sayAgreed(record: RecordInMaking): void {
    const { agreement, version } = this;
    if (agreement === undefined) return;
    record.agreement = agreement.id;
    if (record.outcome === 'refused') return;
    if (this.results > 0) record.fields = agreedResultFields(agreement);
    else if (this.learners > 0 && version !== undefined) record.fields = agreedFields(agreement, version);
  }
}

/** As many as are kept, in their order: errors go before what is said of the whole message, and that goes before remarks on its parts. */
function mostTelling(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= KEPT) return findings;
  const rank = ({ severity, path }: Finding) => (severity === 'error' ? 0 : path === '' ? 1 : 2);
  const chosen = new Set([...findings].sort((one, other) => rank(one) - rank(other)).slice(0, KEPT));
  return findings.filter((finding) => chosen.has(finding));
}
