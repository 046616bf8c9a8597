import { supplied } from '../../core/supplied.js';
import { encodeInto } from '../../uwlr/encode.js';
import { NO_EXTENSIONS } from '../../uwlr/extensions.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { XmlWriter } from '../../xml/writer.js';
import type { OutgoingResults } from '../outgoing-result.js';
import type { Shipment } from '../shipment.js';
import { type WrittenMessage, writeResults } from '../uwlr/result-message.js';

/** Of one file. */
const MOST_ITEMS = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;

export interface UwlrFileOptions {
  readonly version: UwlrVersion;
  readonly maxItems?: number | undefined;
  readonly extensions?: Extensions | undefined;
}

/**
 * A `leerresultaten_verzoek` as a document. Its `leerlingid` and keys are the receiver's own names for learner and result; what the
 * agreement withholds is taken out of the message, as it is for an administration.
 */
export function uwlrFile(shipment: Shipment, outgoing: OutgoingResults, options: UwlrFileOptions): Promise<WrittenMessage> {
  const { batch, school, agreement, items, assessments } = shipment;
  const { version, maxItems = MOST_ITEMS, extensions = NO_EXTENSIONS } = options;
  const told = new Map(outgoing.items.map((item) => [item.delivery, item]));
  const going = items.flatMap((item) => {
    const known = told.get(item.delivery);
    if (known === undefined) return [];
    if (known.kind !== 'result' || item.content === undefined) return [item];
    const { result, assessment, current } = item.content;
    const { eckId: _, detailUrl: __, ...stored } = result;
    const { id, learner, eckId, detailUrl } = known.result;
    const own = { id, learner, ...supplied({ eckId, detailUrl }) };
    return [{ ...item, content: { result: { ...stored, ...own }, assessment, current } }];
  });
  return writeResults(going, assessments, {
    version,
    school: school.id,
    createdAt: batch.createdAt,
    // The link was reduced to what the agreement allows, or is one of ours.
    terms: { ...agreement, infourl: { keep: 'all' } },
    leerlingid: (learner) => learner,
    key: ({ result }) => ({ key: result.id }),
    write: ({ root, value }) => {
      const writer = new XmlWriter();
      encodeInto(writer.declaration(), root, version, value as never, { extensions });
      return writer.toString();
    },
    maxItems,
    maxBytes: MOST_BYTES,
  });
}
