import { type Broken, brokenIn, type Way } from '../../messages/broken.js';
import { inWords, type SoapAnswer } from '../../reader/soap-answer.js';
import { type Evidence, fail, notApplicable, type Outcome, pass, type SuiteFinding } from '../../verdict.js';
import type { LasSubject } from '../las-subject.js';
import { came } from './refusal.js';

const MOST_FINDINGS = 20;

/** What a LAS says of an xsdversie that is wrong may be about the message or about the version. */
function isRight(answer: SoapAnswer, { element }: Broken): boolean {
  if (answer.kind !== 'fault') return false;
  return answer.code === 'Client.OngeldigBericht' || (element === 'xsdversie' && answer.code === 'Client.XsdVersieOngeldig');
}

/**
 * Sends a message broken in these ways, at each element where the schema minds, and expects Client.OngeldigBericht each time. `control`: that
 * the message is taken as it is.
 */
export async function judgeBroken(
  las: LasSubject,
  ways: readonly Way[],
  body: string,
  control: Evidence,
  send: (body: string) => Promise<SoapAnswer>,
): Promise<Outcome> {
  const messages = ways.flatMap((way) => brokenIn(way, body, las.version, las.judge));
  if (messages.length === 0) return notApplicable('the schemas at hand do not declare this message');
  const refused: Evidence[] = [];
  const findings: SuiteFinding[] = [];
  const wrong: Evidence[] = [];
  for (const message of messages) {
    const answer = await send(message.body);
    const seen: Evidence = { ...came(answer), text: `${message.what}: ${inWords(answer)}`, path: message.path };
    if (isRight(answer, message)) refused.push(seen);
    else {
      wrong.push(seen);
      findings.push({ rule: 'schema', path: message.path, message: `${message.what}: ${inWords(answer)}` });
    }
  }
  const [first] = wrong;
  if (first === undefined) return pass(control, ...refused);
  return fail({
    expected: `fault Client.OngeldigBericht, ${messages.length} times`,
    actual: `not so ${wrong.length} of ${messages.length} times; the first: ${first.text}`,
    evidence: [first, control],
    findings: findings.slice(0, MOST_FINDINGS),
  });
}
