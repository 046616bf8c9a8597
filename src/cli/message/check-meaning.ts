import { cooperate } from '../../exchange/cooperate.js';
import { checkDefinitions, checkResults } from '../../model/incoming/check-results.js';
import { fromVersion1 } from '../../model/results/results-from-version-1.js';
import { checkRequest, checkRoster } from '../../uwlr/check-roster.js';
import type { MessageDecoder } from '../../uwlr/decode.js';
import { Findings } from '../../uwlr/findings.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { edex } from '../../uwlr/messages/edexml-file.js';
import {
  leerkrachtenAntwoord,
  leerkrachtenVerzoek,
  leerlingenAntwoord,
  leerlingenVerzoek,
  leerlinggegevens,
  leerlinggegevensAntwoord,
  leerlinggegevensLeerkrachten,
  leerlinggegevensLeerlingen,
  leerlinggegevensStructuur,
  leerlinggegevensVerzoek,
  structuurAntwoord,
  structuurVerzoek,
} from '../../uwlr/messages/leerlinggegevens.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { type Toetsdefinities, toetsdefinities } from '../../uwlr/messages/toetsdefinities.js';
import { leerlinggegevens1, leerlinggegevensAntwoord1, leerlinggegevensVerzoek1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import { type LeerresultatenVerzoek1, leerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';
import type { RuleId } from '../../uwlr/rules.js';

const QUESTIONS: readonly Root[] = [
  leerlinggegevensVerzoek,
  structuurVerzoek,
  leerlingenVerzoek,
  leerkrachtenVerzoek,
  leerlinggegevensVerzoek1,
];
const ROSTERS: readonly Root[] = [
  leerlinggegevensAntwoord,
  structuurAntwoord,
  leerlingenAntwoord,
  leerkrachtenAntwoord,
  leerlinggegevens,
  leerlinggegevensStructuur,
  leerlinggegevensLeerlingen,
  leerlinggegevensLeerkrachten,
  edex,
  leerlinggegevensAntwoord1,
  leerlinggegevens1,
];

/** Checks what the standard means but its XSDs do not say, of a message that was read whole. Adds to `findings`. */
export async function checkMeaning({ root, decoder }: MessageDecoder, findings: Findings): Promise<void> {
  const { value } = decoder;
  const now = new Date();
  if (root === leerresultatenVerzoek) await cooperate(checkResults(value as LeerresultatenVerzoek, decoder, findings, { now }));
  else if (root === leerresultatenVerzoek1) await checkResults1(value as LeerresultatenVerzoek1, decoder, findings, now);
  else if (root === toetsdefinities) await cooperate(checkDefinitions(value as Toetsdefinities, decoder, findings));
  else if (QUESTIONS.includes(root)) checkRequest(root, value, decoder, findings);
  else if (ROSTERS.includes(root)) await cooperate(checkRoster(root, value, decoder, findings, { now }));
}

/** Results of 1.0 mean what those of 2.1 mean; what is found is found at their own places. */
async function checkResults1(
  value: LeerresultatenVerzoek1,
  decoder: MessageDecoder['decoder'],
  findings: Findings,
  now: Date,
): Promise<void> {
  const { name } = leerresultatenVerzoek.element;
  const own = (path: string) => path.replace(name, leerresultatenVerzoek1.element.name);
  const found = new Findings(findings.policy);
  await cooperate(checkResults(fromVersion1(value), { locate: (path, n) => decoder.locate(own(path), n) }, found, { now }));
  for (const { rule, path, line, column, hint } of found.list) findings.add(rule as RuleId, { path: own(path), line, column }, hint);
}
