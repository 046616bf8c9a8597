/** What a name may not promise, as rule N1 to N6 of the goals have it, with the words that would. Singular; `s` at the end is taken off. */
export const CLAIM_WORDS = {
  'no-average': ['average', 'averaged', 'avg', 'mean', 'median', 'deviation', 'gemiddelde', 'gemiddeld', 'mediaan', 'doorsnee'],
  'no-sum': [
    'sum',
    'summed',
    'total',
    'totaal',
    'som',
    'aggregate',
    'aggregated',
    'aggregation',
    'cumulative',
    'overall',
    'opgeteld',
    'statistic',
    'stat',
  ],
  'no-ranking': [
    ...['rank', 'ranked', 'ranking', 'rang', 'ranglijst', 'leaderboard', 'benchmark', 'benchmarked', 'quartile', 'decile', 'trend'],
    ...['percentile', 'sort', 'sorted', 'best', 'worst', 'beste', 'slechtste', 'star', 'rating', 'peer'],
  ],
  'no-percentage': ['percent', 'percentage', 'pct', 'procent', 'ratio', 'proportion', 'fraction', 'rate', 'aandeel'],
  'no-mastery': [
    ...['mastery', 'mastered', 'master', 'mastering', 'beheersing', 'beheerst', 'beheersingsniveau', 'achieved', 'achievement', 'attained'],
    ...['attainment', 'behaald', 'gehaald', 'competent', 'proficiency', 'proficient', 'passed', 'grade'],
  ],
  'no-completeness': [
    'complete',
    'completed',
    'completeness',
    'completion',
    'covered',
    'progress',
    'finished',
    'volledig',
    'voltooid',
    'afgerond',
    'remaining',
    'todo',
  ],
  'no-conversion': [
    ...[
      'converted',
      'conversion',
      'normalised',
      'normalized',
      'standardised',
      'standardized',
      'equivalent',
      'equated',
      'scaled',
      'rescaled',
    ],
    ...['zscore', 'comparable', 'unified', 'omgerekend', 'omrekening', 'vergelijkbaar'],
  ],
  'no-advice': [
    ...['recommended', 'recommendation', 'recommend', 'advice', 'advise', 'advised', 'advies', 'aanbevolen', 'aanbeveling', 'prescribed'],
    ...['prescription', 'remedy', 'remedial'],
  ],
  'no-verdict': [
    ...[
      'insufficient',
      'onvoldoende',
      'voldoende',
      'behind',
      'achterstand',
      'voorsprong',
      'risk',
      'gap',
      'hiaat',
      'lacune',
      'deficit',
      'weak',
    ],
    ...['strong', 'zwak', 'sterk', 'weakness', 'strength'],
  ],
  'no-colour': [
    'colour',
    'color',
    'kleur',
    'icon',
    'icoon',
    'emoji',
    'badge',
    'stoplicht',
    'traffic',
    'green',
    'groen',
    'red',
    'rood',
    'orange',
    'oranje',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type WordRule = keyof typeof CLAIM_WORDS;

const RULE_OF_WORD = new Map<string, WordRule>(
  Object.entries(CLAIM_WORDS).flatMap(([rule, words]) => words.map((word) => [word, rule as WordRule] as const)),
);

/** Words that only together promise something. */
const PHRASES: readonly (readonly [RegExp, WordRule])[] = [
  [/(^| )(out of|n of m|of total|next step|volgende stap|not mastered)( |$)/, 'no-completeness'],
  [/(^| )(\d+|n|x|aantal) van (de )?(\d+|m|y|alle)( |$)/, 'no-completeness'],
  [/(^| )z score( |$)/, 'no-conversion'],
];

/** `goalLinks`, `goal_links`, `goal-links` and `GOAL LINKS` are `goal link`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d%]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 && !word.endsWith('ss') && !word.endsWith('us') ? word.replace(/s$/, '') : word));
}

/** Every rule that a name breaks by its words. */
export function wordRulesOf(name: string): readonly WordRule[] {
  const words = wordsOf(name);
  const text = words.join(' ');
  const found = [
    ...words.flatMap((word) => RULE_OF_WORD.get(word) ?? (word.includes('%') ? (['no-percentage'] as const) : [])),
    ...PHRASES.flatMap(([phrase, rule]) => (phrase.test(text) ? [rule] : [])),
  ];
  return [...new Set(found)];
}
