import type { RequestHandler } from 'express';
import { MOST_SIGNAL_BYTES, type PostSignals, type Signalled } from '../../exchange/intake/signals/post-signals.js';
import { NamesOfCall } from '../reads/names-of-call.js';
import { schoolPaused, tryLater } from './as-problem.js';
import type { PostingEndpoint } from './endpoint.js';
import { Problem } from './problem.js';
import type { Resources } from './resources.js';
import { JSON_TYPE, sendText } from './send-json.js';
import { admitSource, bodyFaults, bodyOf, LaterDirectory } from './serve-posting.js';
import { signalProblem } from './signal-problem.js';

/** Takes in signals: token, scope and agreement, then the body. */
export function serveSignals(endpoint: PostingEndpoint, resources: Resources, signalling: PostSignals): RequestHandler {
  const { stores, schoolKeys, now } = resources;
  return async (request, response) => {
    const time = now();
    const { directory, party, agreement, school } = await admitSource(endpoint, request, resources, time);
    if (party.role === 'las') throw new Problem('not-a-supplier');
    const later = new LaterDirectory(endpoint, request, resources);
    const done = await signalling.post({ directory, party, agreement, again: later.admit, ...bodyOf(request) });
    if (done.kind === 'refused') throw later.problem ?? problemOf(done);
    const { kind: _, ids, ...taken } = done;
    const names = await new NamesOfCall({ store: stores.vault, schoolKeys, school, receiver: party.klantcode, now: time }).get();
    const { raised, revised, superseded, withdrawn } = taken;
    response.setHeader('Cache-Control', 'no-store');
    const isNew = raised + revised + superseded + withdrawn > 0;
    sendText(response, isNew ? 201 : 200, JSON_TYPE, JSON.stringify({ ...taken, ids: names.tellResults(ids) }));
  };
}

function problemOf({ rule, findings }: Extract<Signalled, { kind: 'refused' }>): Problem {
  switch (rule) {
    case 'UWLR-EX-005':
    case 'UWLR-EX-020':
      return tryLater();
    case 'UWLR-EX-013':
      return schoolPaused();
    case 'UWLR-JSON-002':
      return new Problem('too-large', { detail: `The body is larger than ${MOST_SIGNAL_BYTES} bytes. Post the signals in parts.` });
    case 'UWLR-JSON-001':
    case 'UWLR-XML-005':
    case 'UWLR-SOAP-007':
      return new Problem('unreadable-signals');
  }
  return new Problem(signalProblem(rule) ?? 'invalid-signals', { errors: bodyFaults(findings) });
}
