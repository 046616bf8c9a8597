/**
 * The walls between the rooms (see CONTRIBUTING.md). A room may import from itself and from the rooms before it in this
 * list. Imports of types count. `src/index.ts` is the public library.
 */
const ROOMS = [
  'core',
  'xml',
  'soap',
  'uwlr',
  'model',
  'goals',
  'synthetic',
  'privacy',
  'directory',
  'store',
  'disclosure',
  'rights',
  'retention',
  'exchange',
  'register',
  'delivery',
  'config',
  'secret',
  'admin',
  'api',
  'pages',
  'console',
  'conformance',
  'simulator',
  'telemetry',
  'gateway',
  'cli',
];

/** What a room knows nothing of, on top of that. */
const NEVER = {
  uwlr: { rooms: ['soap'], why: 'a message of UWLR is the same whatever carries it' },
  directory: { rooms: ['soap'], why: 'who may what does not depend on how somebody asks' },
  store: { rooms: ['soap'], why: 'what is stored does not depend on how it came' },
  conformance: { rooms: ['directory', 'store', 'exchange', 'delivery'], why: 'it looks at a system from outside, ours or another' },
  simulator: { rooms: ['store'], why: 'it plays the other side, which has no part in our store' },
};

/** Rooms that do not answer HTTP: they get what they need, and can be tried without a server. */
const NO_HTTP = [
  'core',
  'xml',
  'uwlr',
  'model',
  'goals',
  'synthetic',
  'privacy',
  'directory',
  'store',
  'disclosure',
  'rights',
  'retention',
  'exchange',
  'register',
  'admin',
];
const HTTP = '^(?:node:)?https?2?$|(?:^|/)node_modules/(?:express|helmet|soap|undici)/|^(?:express|helmet|soap|undici)$';

const order = ROOMS.map((room, index) => ({
  name: `${room}-knows-only-the-rooms-before-it`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(?:${ROOMS.slice(0, index + 1).join('|')})/` },
}));

const never = Object.entries(NEVER).map(([room, { rooms, why }]) => ({
  name: `${room}-knows-nothing-of-${rooms.join('-and-')}`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: `^src/(?:${rooms.join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...order,
    ...never,
    {
      name: 'only-the-library-stands-outside-the-rooms',
      comment: 'src holds index.ts and folders',
      severity: 'error',
      from: { path: '^src/[^/]+$', pathNot: '^src/index[.]ts$' },
      to: {},
    },
    {
      name: 'no-http-in-inner-rooms',
      severity: 'error',
      from: { path: `^src/(?:${NO_HTTP.join('|')})/` },
      to: { path: HTTP },
    },
    {
      name: 'every-folder-is-a-room',
      comment: 'a new folder gets its place in the list above',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(?:${ROOMS.join('|')})/` },
      to: {},
    },
    {
      name: 'conformance-reads-with-its-own-reader',
      comment: 'a suite that reads with our decoder cannot judge our decoder',
      severity: 'error',
      from: { path: '^src/conformance/' },
      to: {
        path: '^src/(?:uwlr/(?:decode|fast/|read-text|whole|grammar/(?:decoder|frame|content-repair))|xml/(?:fast/|reader|tokenizer|tree)|soap/(?:envelope/(?:read-|envelope-reader|fast-|fault-reader)|endpoint/read-|caller/read-|client/))',
      },
    },
    {
      name: 'sqlite-knows-nothing-of-postgres',
      comment: 'what both need stands in store/sql and store/tables',
      severity: 'error',
      from: { path: '^src/store/sqlite/' },
      to: { path: '^src/store/postgres/' },
    },
    {
      name: 'postgres-knows-nothing-of-sqlite',
      comment: 'what both need stands in store/sql and store/tables',
      severity: 'error',
      from: { path: '^src/store/postgres/' },
      to: { path: '^src/store/sqlite/' },
    },
    {
      name: 'shared-sql-knows-no-database',
      comment: 'what stands in store/sql and store/tables runs on each of them',
      severity: 'error',
      from: { path: '^src/store/(?:sql|tables)/' },
      to: { path: '^src/store/(?:sqlite|postgres)/' },
    },
    {
      name: 'no-circular-imports',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-import-that-leads-nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-tests-or-tools-in-the-product',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(?:test|bench|scripts)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'nothing-from-dev-dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    // TypeScript 7 has no API for dependency-cruiser to parse with.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
