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

  /** The record as it stands now. Holds no content of the message. */
  record(outcome: Outcome): ExchangeRecord {
    return {
      id: this.id,
      direction: 'in',
      operation: this.operation,
      receivedAt: this.received.toISOString(),
      durationMs: Math.round((performance.now() - this.#began) * 1000) / 1000,
      wireBytes: this.bytes.wire,
      decodedBytes: this.bytes.decoded,
      outcome,
      findings: mostTelling(this.findings.list),
      findingCount: this.findings.count,
      resultCount: this.results,
      learnerCount: this.learners,
      ...(this.strips.length === 0 ? {} : { strips: this.strips }),
      ...(this.party === undefined ? {} : { party: this.party.klantcode, policy: this.party.policy }),
      ...(this.school === undefined ? {} : { school: this.school }),
      ...this.agreed(outcome),
      ...this.admitted(outcome),
      ...(this.version === undefined ? {} : { version: this.version }),
      ...(this.digest === undefined ? {} : { digest: this.digest }),
      ...(this.createdAtNs === undefined ? {} : { createdAtNs: this.createdAtNs }),
      ...(this.faultCode === undefined ? {} : { faultCode: this.faultCode }),
      ...(this.repeats === undefined ? {} : { repeats: this.repeats }),
    };
  }

  /** The record of a message that was refused before its sender proved who it is: enough to see what was wrong with it. */
  briefRecord(): ExchangeRecord {
    const { id, direction, operation, receivedAt, durationMs, wireBytes, decodedBytes, outcome, findingCount, party, faultCode } =
      this.record('refused');
    const first = decisive(this.findings.list);
    const others = this.findings.list.filter((finding) => finding !== first);
    return {
      ...{ id, brief: true, direction, operation, receivedAt, durationMs, wireBytes, decodedBytes, outcome, findingCount },
      findings: [...(first === undefined ? [] : [first]), ...others]
        .slice(0, KEPT_BRIEFLY)
        .map((finding) => ({ ...finding, path: finding.path.slice(0, PATH_BRIEFLY) })),
      resultCount: 0,
      learnerCount: 0,
      ...(party === undefined ? {} : { party }),
      ...this.admitted('refused'),
      ...(faultCode === undefined ? {} : { faultCode }),
    };
  }

  /** With which key, or why not. */
  private admitted(outcome: Outcome): Pick<ExchangeRecord, 'credential' | 'reason' | 'agreement'> {
    const refusal = outcome === 'refused' ? this.refusal : undefined;
    const credential = refusal?.credential ?? this.credential;
    return {
      ...(credential === undefined ? {} : { credential }),
      ...(refusal === undefined ? {} : { reason: refusal.reason }),
      ...(refusal?.agreement === undefined ? {} : { agreement: refusal.agreement }),
    };
  }

  /** Of what was refused no field went anywhere. */
  private agreed(outcome: Outcome): Pick<ExchangeRecord, 'agreement' | 'fields'> {
    const { agreement, version } = this;
    if (agreement === undefined) return {};
    if (outcome === 'refused' || this.learners + this.results === 0) return { agreement: agreement.id };
    if (this.results > 0) return { agreement: agreement.id, fields: agreedResultFields(agreement) };
    return { agreement: agreement.id, ...(version === undefined ? {} : { fields: agreedFields(agreement, version) }) };
  }
}

/** As many as are kept, in their order: errors go before what is said of the whole message, and that goes before remarks on its parts. */
function mostTelling(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= KEPT) return findings;
  const rank = ({ severity, path }: Finding) => (severity === 'error' ? 0 : path === '' ? 1 : 2);
  const chosen = new Set([...findings].sort((one, other) => rank(one) - rank(other)).slice(0, KEPT));
  return findings.filter((finding) => chosen.has(finding));
}
