import type pg from 'pg';

/** How many there are of each. A school has a small part of everything, so that an index by school pays. */
const SCHOOLS = 200;
const SOURCES = 3 * SCHOOLS;
const LEARNERS = 50 * SCHOOLS;
const MESSAGES = 30 * SCHOOLS;
const RESULTS = 100_000;

const AT = "'2025-10-01T08:00:00.000Z'";
const MS = 1_759_305_600_000;

/** SQL: the school, or the party, of number `n`. */
const school = (n: string): string => `'S' || lpad(CAST((${n}) % ${SCHOOLS} + 1 AS text), 4, '0')`;
const party = (n: string): string => `'party-' || ((${n}) % 30 + 1)`;
/** SQL: bytes that look like those of an id, or of a hash. */
const bytes = (n: string): string => `decode(md5(CAST(${n} AS text)), 'hex')`;
const moment = (n: string): string => `to_char(TIMESTAMP '2025-09-01' + (${n}) * INTERVAL '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** SQL: the last is rare, and the others are what most rows have. */
const mostly = (n: string, most: string, rare: string, each = 50): string => `CASE WHEN (${n}) % ${each} = 0 THEN ${rare} ELSE ${most} END`;

/** Rows of a table: columns by the SQL of their values, for `n` from 1. */
type Rows = readonly [table: string, rows: number, columns: Readonly<Record<string, string>>];

const DIRECTORY: readonly Rows[] = [
  ['schools', SCHOOLS, { id: school('n - 1'), name: "'Verzonnen school ' || n", created_at: AT }],
  [
    'parties',
    40,
    {
      klantcode: "'party-' || n",
      klantnaam: "'Partij ' || n",
      role: "CASE WHEN n > 30 THEN 'las' ELSE 'ea' END",
      policy: "'strict'",
      accept_stale: '0',
      created_at: AT,
    },
  ],
  [
    'agreements',
    SOURCES,
    {
      id: "'agreement-' || n",
      school: school('n'),
      party: party('n'),
      exchanges: `'["leerresultaten"]'`,
      profile: "'resultaten'",
      purpose: "'proef'",
      valid_from: AT,
      infourl: `'{"keep":"none"}'`,
    },
  ],
  ['credentials', 60, { id: "'credential-' || n", party: party('n'), hash: 'md5(CAST(n AS text))', valid_from: AT }],
  ['credential_schools', SOURCES, { credential: "'credential-' || n % 60 + 1", school: school('n / 60') }],
  ['client_keys', 20, { id: "'client-' || n", party: party('n'), kind: "'secret'", value: 'md5(CAST(n AS text))', valid_from: AT }],
  ['targets', 10, { id: "'target-' || n", party: "'party-' || n + 30", kind: "'las'", settings: bytes('n'), created_at: AT }],
  ['target_health', 10, { target: "'target-' || n" }],
  [
    'tokens',
    400,
    {
      id: "'token-' || n",
      client: "'dashboard'",
      hash: 'md5(CAST(n AS text))',
      school: school('n'),
      scopes: `'["results:read"]'`,
      created_at: AT,
    },
  ],
  ['last_uses', 400, { kind: "'token'", id: "'token-' || n", used_at: AT }],
  ['used_assertions', 2_000, { digest: 'md5(CAST(n AS text))', until: moment('n') }],
  [
    'directory_changes',
    3_000,
    { kind: "CASE n % 3 WHEN 0 THEN 'agreements' WHEN 1 THEN 'tokens' ELSE 'schools' END", id: "'id-' || n", version: 'n' },
  ],
  ['sources', SOURCES, { school: school('n'), party: party('n / 20') }],
];

const MESSAGES_AND_RESULTS: readonly Rows[] = [
  [
    'exchanges',
    MESSAGES + 4_000,
    {
      id: "'exchange-' || n",
      direction: "'in'",
      operation: `CASE WHEN n <= ${MESSAGES} THEN 'BrengLeerresultaten' ELSE 'HaalLeerlinggegevens' END`,
      party: party(`n % ${SOURCES} / 20`),
      school: school(`n % ${SOURCES}`),
      received_at: moment('n'),
      duration_ms: '12',
      wire_bytes: '900',
      decoded_bytes: '2600',
      digest: 'md5(CAST(n AS text))',
      created_at_ns: 'n * 1000000000',
      outcome: mostly('n', "'accepted'", "'refused'", 20),
      findings: "'[]'",
      finding_count: '0',
      result_count: `CASE WHEN n <= ${MESSAGES} THEN ${Math.floor(RESULTS / MESSAGES)} ELSE 0 END`,
      repeats: mostly('n', 'NULL', "'exchange-' || n - 1"),
      stored_at: `${MS} + n * 60000`,
      results_before: `least(n - 1, ${MESSAGES}) * ${Math.floor(RESULTS / MESSAGES)}`,
      brief: `CASE WHEN n > ${MESSAGES + 2_000} THEN 1 ELSE 0 END`,
    },
  ],
  ['latest_created', SOURCES, { school: school('n'), party: party('n / 20'), created_at_ns: 'n * 1000000000' }],
  ['deliveries', MESSAGES, { source: `n % ${SOURCES} + 1`, digest: 'md5(CAST(n AS text))', exchange: 'n' }],
  ['request_keys', 2_000, { school: school('n'), party: party('n / 20'), key: "'key-' || n", exchange: 'n', results: '1', revised: '0' }],
  [
    'learners',
    LEARNERS,
    {
      school: school('n'),
      alias: 'md5(CAST(n AS text))',
      eck_id: mostly('n', `'https://ketenid.nl/' || n`, 'NULL', 10),
      eck_alias: mostly('n', "md5('eck' || n)", 'NULL', 10),
      roster_learner: mostly('n', "'leerling-' || n", 'NULL', 20),
      left_at: mostly('n', 'NULL', `${MS}`),
    },
  ],
  ['learner_eck_ids', LEARNERS, { learner: 'n', number: '1', eck_id: "'https://ketenid.nl/' || n" }],
  [
    'assessments',
    6_000,
    {
      school: school('n'),
      id: "'assessment-' || n / 2",
      revision: 'n',
      current: mostly('n', '1', '0', 20),
      party: party('n / 20'),
      code: "'T' || n % 40",
      exchange: `n % ${MESSAGES} + 1`,
      document: "'{}'",
    },
  ],
  [
    'activities',
    10_000,
    {
      school: school('n'),
      party: party('n / 20'),
      digest: 'md5(CAST(n AS text))',
      document: "'{}'",
      tagged_at_sets: 'CASE WHEN n % 100 = 0 THEN 1 ELSE 2 END',
      tagged_at_mappings: '1',
      retagged_in: mostly('n', 'NULL', 'n % 200 + 1'),
    },
  ],
  [
    'result_shared',
    24_000,
    {
      source: `n % ${SOURCES} + 1`,
      digest: bytes('n'),
      assessment: "'assessment-' || n % 3000",
      exercise: '0',
      activity: mostly('n', 'n % 10000 + 1', 'NULL'),
      document: "'{}'",
    },
  ],
  [
    'results',
    RESULTS,
    {
      source: `n % ${SOURCES} + 1`,
      id: `'\\x01'::bytea || ${bytes('n')}`,
      revision: '1',
      current: mostly('n', '1', '0', 20),
      learner: `n % ${LEARNERS} + 1`,
      eck_number: '1',
      shared: 'n % 24000 + 1',
      exchange: `n * ${MESSAGES} / ${RESULTS + 1} + 1`,
      day: '20000 + n % 300',
      key: 'NULL',
      sealed_key: bytes("'key' || n"),
      own: `'["8"]'`,
    },
  ],
];

const OUTBOX: readonly Rows[] = [
  [
    'delivery_lanes',
    3 * SCHOOLS,
    {
      target: "'target-' || n % 10 + 1",
      school: school('n / 10 + 60 * (n % 10)'),
      keys_of: party('n'),
      due_at: mostly('n', 'NULL', `${MS}`, 10),
      due_from: `${MS}`,
      last_created: `${MS}`,
    },
  ],
  [
    'delivery_batches',
    4_000,
    { id: "'batch-' || n", lane: `n % ${3 * SCHOOLS} + 1`, parent: mostly('n', 'NULL', 'n - 1', 3), attempts: '1' },
  ],
  [
    'delivery_attempts',
    5_000,
    {
      batch: 'n % 4000 + 1',
      number: 'n / 4000 + 1',
      size: '10',
      started_at: `${MS} + n * 60000`,
      ended_at: `${MS} + n * 60000 + 1`,
      outcome: "'delivered'",
    },
  ],
  [
    'outbox',
    20_000,
    {
      lane: `n % ${3 * SCHOOLS} + 1`,
      kind: "CASE n % 40 WHEN 0 THEN 'signal.raised' WHEN 1 THEN 'withdrawal' ELSE 'result' END",
      result: 'CASE n % 40 WHEN 0 THEN -n / 40 - 1 ELSE n * 2 END',
      exchange: `n % ${MESSAGES} + 1`,
      state:
        "CASE n % 100 WHEN 0 THEN 'waiting' WHEN 1 THEN 'retrying' WHEN 2 THEN 'held' WHEN 3 THEN 'dead' WHEN 4 THEN 'cancelled' ELSE 'delivered' END",
      batch: mostly('n', 'n / 10 + 1', 'NULL', 100),
      attempts: '1',
      queued_at: `${MS} + n * 1000`,
      settled_at: `CASE WHEN n % 100 > 2 THEN ${MS} + n * 1000 END`,
      redrives: mostly('n', 'NULL', 'n - 1', 200),
    },
  ],
  [
    'target_troubles',
    200,
    { target: "'target-' || n % 10 + 1", kind: "'failing'", since: `${MS}`, ended_at: `${MS}`, told_start: '1', told_end: '1' },
  ],
  ['delivery_pauses', 20, { target: "'target-' || n % 10 + 1", school: school('n'), since: `${MS}` }],
];

const AUDIT: readonly Rows[] = [
  [
    'audit',
    20_000,
    {
      version: '3',
      at: moment('n'),
      actor: "'party:party-1'",
      operation: "'results-stored'",
      outcome: "'done'",
      school: mostly('n', school('n'), 'NULL'),
      exchange: `'exchange-' || n % ${MESSAGES} + 1`,
      counts: "'{}'",
      fields: bytes('n % 10'),
      previous: bytes('n - 1'),
      hash: bytes('n'),
    },
  ],
  ['audit_fields', 10, { hash: bytes('n'), paths: "'[]'" }],
  ['audit_heads', SCHOOLS, { chain: school('n'), seq: 'n', hash: bytes('n') }],
  ['audit_anchors', SCHOOLS, { chain: school('n'), seq: '0', hash: bytes('n') }],
  [
    'audit_seal_chain',
    2_000,
    { previous: bytes('n - 1'), at: moment('n * 10'), seq: 'n * 10', key: "'key'", mac: bytes('n'), front: bytes('n'), heads: "'{}'" },
  ],
];

const ROSTERS: readonly Rows[] = [
  [
    'rosters',
    3 * SCHOOLS,
    {
      school: school('n'),
      school_year: `2023 + (n - 1) / ${SCHOOLS} || '-' || 2024 + (n - 1) / ${SCHOOLS}`,
      revision: '1',
      changed_at: AT,
      received_at: AT,
      version: "'2.3'",
    },
  ],
  [
    'roster_objects',
    60 * SCHOOLS,
    {
      school: school('n'),
      school_year: `2023 + n % 3 || '-' || 2024 + n % 3`,
      kind: "CASE n % 20 WHEN 0 THEN 'group' WHEN 1 THEN 'teacher' ELSE 'learner' END",
      id: "'leerling-' || n",
      position: 'n',
      content: 'md5(CAST(n AS text))',
      document: bytes('n'),
      since: AT,
      until: mostly('n', 'NULL', AT, 10),
    },
  ],
  [
    'roster_memberships',
    100 * SCHOOLS,
    {
      school: school('n'),
      school_year: `2023 + n % 3 || '-' || 2024 + n % 3`,
      group_id: "'groep-' || n % 8",
      member_kind: "'learner'",
      member: "'leerling-' || n",
      since: AT,
      until: mostly('n', 'NULL', AT, 10),
    },
  ],
  [
    'roster_packs',
    5 * SCHOOLS * 3,
    {
      school: school('n'),
      school_year: `2023 + n % 3 || '-' || 2024 + n % 3`,
      kind: "'learner'",
      number: 'n',
      size: '100',
      document: bytes('n'),
    },
  ],
  ['learner_aliases', LEARNERS, { school: school('n'), alias: 'md5(CAST(n AS text))', learner: "'leerling-' || n" }],
  [
    'receiver_aliases',
    2 * LEARNERS,
    {
      school: school('n'),
      receiver: "'party-' || n % 5 + 1",
      alias: 'md5(CAST(n AS text))',
      kind: "'learner'",
      generation: '1',
      sealed_id: bytes('n'),
    },
  ],
];

const RIGHTS_AND_RETENTION: readonly Rows[] = [
  [
    'disclosures',
    20 * SCHOOLS,
    {
      school: school('n'),
      exchange: `'exchange-' || n % ${MESSAGES} + 1`,
      at: moment('n'),
      receiver: "'party-' || n % 5 + 1",
      operation: "'HaalLeerlinggegevens'",
      fields: "'[]'",
      school_year: "'2025-2026'",
      whole: mostly('n', '0', '1', 5),
    },
  ],
  [
    'disclosed_learners',
    2 * LEARNERS,
    { school: school('n'), learner: `'leerling-' || n % ${LEARNERS}`, disclosure: `(n + n / ${LEARNERS}) % ${20 * SCHOOLS} + 1` },
  ],
  ['restrictions', 400, { school: school('n'), name: "'leerling-' || n", since: AT }],
  ['erasures', 2_000, { id: "'erasure-' || n", school: school('n'), at: moment('n'), receipt: "'{}'" }],
  ['erased_names', 4_000, { school: school('n'), digest: 'md5(CAST(n AS text))', erasure: 'n % 2000 + 1' }],
  [
    'erasure_notices',
    4_000,
    {
      school: school('n'),
      receiver: "'party-' || n % 5 + 1",
      erasure: 'n % 2000 + 1',
      at: AT,
      until: moment('n'),
      sealed_alias: bytes('n'),
    },
  ],
  ['retention_terms', 400, { school: school('n'), class: "CASE WHEN n > 200 THEN 'results' ELSE 'rosters' END", days: '365', set_at: AT }],
  ['purges', 100, { started_at: moment('n'), ended_at: moment('n'), outcome: "'done'", held: "'[]'", bytes_before: '1', bytes_after: '1' }],
  [
    'purge_lines',
    5_000,
    {
      purge: 'n % 100 + 1',
      class: "'class-' || n / 100 % 5",
      school: school('n / 500 + n % 100 * 7'),
      before: AT,
      removed: "'{}'",
      bytes: '1',
    },
  ],
];

const GOALS: readonly Rows[] = [
  [
    'goal_sets',
    4,
    {
      school: "''",
      id: "'set-' || n",
      version: "'1'",
      digest: 'md5(CAST(n AS text))',
      imported_at: `${MS}`,
      document: "'{}'",
      ledger: "'{}'",
    },
  ],
  ['goals', 4_000, { goal_set: 'n % 4 + 1', uri: "'https://opendata.slo.nl/' || n", position: 'n', code: "'c' || n", document: "'{}'" }],
  [
    'goal_relations',
    4_000,
    {
      goal_set: 'n % 4 + 1',
      position: 'n',
      source: "'https://opendata.slo.nl/' || n",
      target: "'https://opendata.slo.nl/' || n / 8",
      type: "'isChildOf'",
      asserted_by: "'SLO'",
    },
  ],
  ['school_goal_sets', SCHOOLS, { school: school('n'), goal_set: 'n % 4 + 1', position: '1' }],
  ['source_profiles', 60, { party: party('n'), product: "'product-' || n", version: '1', declared_at: `${MS}`, document: "'{}'" }],
  [
    'profile_confirmations',
    400,
    { school: school('n'), party: party('n'), product: "'product-' || n", version: '1', confirmed_at: `${MS}` },
  ],
  ['mapping_versions', 400, { party: party('n'), school: "''", asserted_by: "'party'", imported_at: `${MS}`, imported_by: "'cli:proef'" }],
  [
    'mapping_rows',
    6_000,
    {
      party: party('n'),
      school: mostly('n', "''", school('n'), 3),
      added_in: 'n % 400 + 1',
      removed_in: mostly('n', 'NULL', 'n % 400 + 1', 10),
      document: "'{}'",
    },
  ],
  [
    'goal_links',
    20_000,
    {
      school: school('n'),
      activity: 'n % 10000 + 1',
      goal: "'https://opendata.slo.nl/' || n % 4000",
      goal_set: 'n % 4 + 1',
      coverage: "'full'",
      via: "'mapping'",
      asserted_by: "'party'",
      mapping_version: 'n % 400 + 1',
      original: "'{}'",
      added_at: `${MS}`,
      ended_at: mostly('n', 'NULL', `${MS}`, 10),
    },
  ],
  [
    'retag_jobs',
    400,
    {
      school: school('n'),
      cause: "'mapping'",
      step: "'done'",
      position: '0',
      done: '0',
      total: '0',
      changed: '0',
      links: '0',
      ended: '0',
      events: '0',
      asked_at: `${MS}`,
      ended_at: mostly('n', `${MS}`, 'NULL'),
    },
  ],
  [
    'signals',
    10_000,
    {
      school: school('n'),
      id: "'signal-' || n",
      revision: '1',
      current: mostly('n', '1', '0', 10),
      party: party('n / 20'),
      learner: `n % ${LEARNERS} + 1`,
      supplier_goal: "'doel-' || n % 100",
      kind: "'stuck'",
      status: "'open'",
      raised_at: `${MS} + n * 60000`,
      exchange: `n % ${MESSAGES} + 1`,
      digest: 'md5(CAST(n AS text))',
      document: "'{}'",
    },
  ],
  ['signal_basis', 20_000, { school: school('n'), result: "'result-' || n", signal: "'signal-' || n % 10000" }],
  ['signal_mutes', 20, { school: school('n'), party: party('n'), kind: "'stuck'", muted_at: `${MS}` }],
  [
    'annotations',
    4_000,
    {
      school: school('n'),
      id: "'annotation-' || n",
      author: "'teacher'",
      learner: mostly('n', "'leerling-' || n", 'NULL', 4),
      class: mostly('n', "'groep-' || n % 8", 'NULL', 4),
      goal: "'https://opendata.slo.nl/' || n",
      kind: "'note'",
      created_at: `${MS} + n * 60000`,
    },
  ],
];

const ALL = [...DIRECTORY, ...MESSAGES_AND_RESULTS, ...OUTBOX, ...AUDIT, ...ROSTERS, ...RIGHTS_AND_RETENTION, ...GOALS];

/**
 * Fills a new database as a few months fill that of 200 schools: 100,000 results, with all that goes with them. As in life is only how many
 * rows there are, and how their values are spread. The foreign keys are there, and are not looked at.
 */
export async function fillPostgres(client: pg.ClientBase): Promise<void> {
  const { rows: keys } = await client.query<{ drop: string; add: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s NOT VALID', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`);
  await client.query(
    [
      'BEGIN',
      ...keys.map(({ drop }) => drop),
      ...ALL.flatMap(([table, rows, columns]) => [
        `ALTER TABLE ${table} DISABLE TRIGGER USER`,
        `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) SELECT ${Object.values(columns).join(', ')}
          FROM generate_series(CAST(1 AS bigint), ${rows}) AS s (n)`,
        `ALTER TABLE ${table} ENABLE TRIGGER USER`,
      ]),
      'INSERT INTO delivery_counts (lane, state, rows) SELECT lane, state, count(*) FROM outbox GROUP BY 1, 2',
      ...keys.map(({ add }) => add),
      'COMMIT',
      'ANALYZE',
    ].join(';\n'),
  );
}
