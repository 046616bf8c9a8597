// The accept path from the text of a message to the commit, in one process: with tagging, or without anything of it.
import Database from 'better-sqlite3';
import { deliverRows } from '../../dist/exchange/intake/slices.js';
import { checkResults } from '../../dist/model/incoming/check-results.js';
import { uwlrMessage } from '../../dist/model/incoming/uwlr-message.js';
import { MessageDecoder } from '../../dist/uwlr/decode.js';
import { Findings } from '../../dist/uwlr/findings.js';
import { leerresultatenVerzoek } from '../../dist/uwlr/messages/leerresultaten.js';
import { XmlTextDecoder } from '../../dist/xml/encoding.js';
import { XmlReader } from '../../dist/xml/reader.js';
import { exchange } from './many-results.js';

/** Stores one message. `tagged` false: as before there were goals. */
export async function accept(store, { text, id, school, party, schoolKey, tagged }) {
  const findings = new Findings('strict');
  const message = new MessageDecoder(leerresultatenVerzoek, findings);
  const decoder = new XmlTextDecoder();
  const reader = new XmlReader(message);
  reader.decode(() => decoder.write(Buffer.from(text)));
  reader.decode(() => decoder.end());
  reader.end();
  const { value, compiled } = message.decoder;
  for (const _ of checkResults(value, message.decoder, findings, { now: new Date() }));
  if (findings.count > 0) throw new Error(`the message of the bench has findings: ${findings.list[0].rule}`);
  const tags = tagged ? { tagger: await store.goals.links.tagger() } : {};
  const origin = { version: compiled.version, party, school };
  const rows = deliverRows({ ...origin, message: uwlrMessage(value), infourl: { keep: 'none' }, schoolKey, aliases: new Map(), ...tags });
  await store.commit({ exchange: exchange(school, party, id, 1), acceptStale: true, ...rows });
}

/** A store of which results have no index by activity, as before there were goals. */
export function withoutActivities(file) {
  const db = new Database(file);
  db.exec('DROP INDEX result_shared_by_activity; DROP INDEX result_shared_without_activity');
  db.close();
}
