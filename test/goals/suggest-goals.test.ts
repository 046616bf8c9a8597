import { describe, expect, test } from '@jest/globals';
import { GoalSuggestions } from '../../src/goals/mapping/suggest-goals.js';

const GOALS = [
  { uri: 'urn:1', title: 'Aflezen van tijd op een klok: hele uren' },
  { uri: 'urn:2', title: 'Aflezen van tijd op een klok: halve uren en kwartieren' },
  { uri: 'urn:3', title: 'Gewicht meten met een wéégschaal', code: 'W' },
  { uri: 'urn:4', title: 'Vertellen over een boek' },
];
const suggestions = new GoalSuggestions(GOALS);
const found = (text: string, most = 3) => suggestions.candidates(text, most).map(({ goal, words }) => [goal.uri, ...words]);

describe('goals for a text', () => {
  test('are those with words in common, the rarest word first, whatever their plural and accents', () => {
    expect(found('Klokken: het hele uur')).toEqual([
      ['urn:1', 'hele', 'klokken', 'uur'],
      ['urn:2', 'klokken', 'uur'],
    ]);
    expect(found('WEEGSCHALEN')).toEqual([['urn:3', 'weegschalen']]);
    expect(found('de weegschaal')).toEqual([['urn:3', 'weegschaal']]);
    expect(found('Klok', 1)).toEqual([['urn:1', 'klok']]);
  });

  test('are none for words that every name has, and for texts that say nothing', () => {
    expect(found('Rekenen blok 1, toets met opgaven over een groep')).toEqual([]);
    expect(found('')).toEqual([]);
  });
});
