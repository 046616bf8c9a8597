import { pseudonymsOf } from '../privacy/erased-learners.js';
import type { SchoolKey } from '../privacy/seal.js';
import type { Store } from '../store/store.js';
import type { Locator } from '../uwlr/checks/report.js';
import type { LeerresultatenVerzoek, Toetsafname } from '../uwlr/messages/leerresultaten.js';
import type { ExchangeLog } from './exchange-log.js';

const TOETSAFNAME = 'leerresultaten_verzoek/toetsafnames/toetsafname';

/** Pupils who are looked up before the event loop gets its turn. */
const AT_ONCE = 500;

interface UnknownOptions {
  readonly store: Pick<Store, 'knownLearners'>;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  /** Of pupils whom the school had erased: no roster knows them, and that is right. */
  readonly erased: ReadonlySet<Toetsafname>;
}

/** Adds an error for every pupil whom the roster of the school knows neither by ECK iD nor by key. */
export async function reportUnknownPupils(
  { toetsafnames: { toetsafname } }: LeerresultatenVerzoek,
  locator: Locator,
  { store, school, schoolKey, erased }: UnknownOptions,
  log: ExchangeLog,
): Promise<void> {
  for (let at = 0; at < toetsafname.length; at += AT_ONCE) {
    const names = toetsafname.slice(at, at + AT_ONCE).map((pupil) => aliasesOf(pupil, schoolKey));
    const known = await store.knownLearners(school, [...new Set(names.flat())]);
    for (const [index, aliases] of names.entries()) {
      if (aliases.some((alias) => known.has(alias)) || erased.has(toetsafname[at + index] as Toetsafname)) continue;
      const n = at + index;
      const path = `/${TOETSAFNAME}[${n + 1}]`;
      log.add('UWLR-LR-024', { path: locator.pathOf?.(path) ?? path, ...locator.locate(TOETSAFNAME, n) });
    }
  }
}

function aliasesOf({ leerlingid, eckid }: Toetsafname, schoolKey: SchoolKey): readonly string[] {
  return pseudonymsOf({ key: leerlingid, eckId: eckid }, schoolKey);
}
