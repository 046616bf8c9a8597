import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { postedBody, postedResult, postResults } from '../api/support/posted.js';
import { type RestServer, startRest } from '../api/support/rest-server.js';
import { SCHOOL } from '../store/support/records.js';

/** Every source file, with its text. */
const SOURCES = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(`src/${name}`, 'utf8')] as const),
);

function filesWith(pattern: RegExp): readonly string[] {
  return [...SOURCES]
    .filter(([, text]) => pattern.test(text))
    .map(([name]) => name)
    .sort();
}

function importsOf(name: string): readonly string[] {
  return [...(SOURCES.get(name) ?? '').matchAll(/from '([^']+)'/g)].map(([, from = '']) => from);
}

describe('no code leads from a figure to a signal', () => {
  test('signals are stored in one place, and rows of them are made in one place, out of what a vendor says', () => {
    expect(filesWith(/INSERT INTO signals\b/)).toEqual(['store/tables/goals/signals/signal-revisions.ts']);
    expect(filesWith(/new SignalRows\(/)).toEqual([
      'exchange/intake/signals/accept-signals.ts',
      'exchange/intake/signals/judge-carried.ts',
    ]);
    expect(filesWith(/\.takeSignals\(/)).toEqual(['exchange/intake/signals/accept-signals.ts']);
    expect(filesWith(/\bjudgeSignals\(/)).toEqual([
      'exchange/intake/signals/accept-signals.ts',
      'exchange/intake/signals/judge-carried.ts',
      'exchange/intake/signals/judge-signals.ts',
    ]);
  });

  test('nothing that makes them knows of figures, norms, circumstances, goals or profiles', () => {
    const makers = [...SOURCES.keys()].filter((name) =>
      /^exchange\/intake\/signals\/|^store\/tables\/goals\/signals\/signal-(?:keep|queue|revisions|take)/.test(name),
    );
    expect(makers.length).toBeGreaterThan(8);
    for (const name of makers) {
      const known = importsOf(name).filter((from) =>
        /norm|figure|values|context-counts|translate|\/goals\/(?!signal)|profile-index/.test(from),
      );
      expect([name, known]).toEqual([name, []]);
    }
  });

  test('the kinds are written where they are defined, and where their names are told; nothing chooses one', () => {
    // The suite and the palet play vendors, with signals that they invent.
    const places = /^model\/signal\.ts$|^api\/|^cli\/|^conformance\/receiver\/|^synthetic\/palet\//;
    const found = filesWith(/['"](?:NEW_PROGRESS|STUCK|FAST)['"]/);
    expect(found.filter((name) => !places.test(name))).toEqual([]);
    expect(found).toContain('model/signal.ts');
  });
});

describe('a gateway that gets results', () => {
  let rest: RestServer;
  beforeAll(async () => {
    rest = await startRest();
  });
  afterAll(() => rest.stop());

  test('raises no signal, whatever the scores are, and however often they rise, fall or stay', async () => {
    const token = await rest.token();
    const scores = [0, 0, 0, 10, 55, 100, 100, 100, 54, 0];
    const results = scores.map((score, at) =>
      postedResult(`r-${at}`, { date: `2026-09-${String(at + 10)}`, values: [{ kind: 'score', value: String(score) }] }),
    );
    expect((await postResults(rest, token, postedBody({ results }))).status).toBe(201);
    expect((await rest.ask('/signals?state=all', token)).json).toEqual({ items: [] });
    expect(await rest.store.goals.signals.signalPlaces({ school: SCHOOL, muted: true }, { after: 0 })).toEqual([]);
  });
});
