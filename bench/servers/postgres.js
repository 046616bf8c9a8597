import { chmodSync } from 'node:fs';
import pg from 'pg';
import { PostgresServer } from '../../scripts/embedded-postgres.js';
import { prepareDataDirectory } from './data-directory.js';
import { GATEWAY_PATH, serve } from './gateway.js';

/** As somebody sets it who has a machine for it: the rest is as PostgreSQL comes, durable. */
const SETTINGS = { shared_buffers: '512MB', max_wal_size: '4GB' };

/** A PostgreSQL server in the workspace. `end()` stops it. */
export async function startDatabase(workspace, name, settings = {}) {
  const directory = workspace.directory(name);
  // The server runs as another user, who has to get there.
  chmodSync(workspace.path('.'), 0o755);
  const server = await PostgresServer.make(directory, { ...SETTINGS, ...settings });
  await server.start();
  return server;
}

/** An empty database of this name on the same server. */
export async function anotherDatabase(server, name) {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return { url: url.href, pid: server.pid };
}

/** `uwlr serve` on PostgreSQL: as many nodes as are asked for, each as `startGatewayServer` gives one, with `databasePid`. */
export async function startNodes({ processes, workspace, schools }, name, database, { nodes = 1, ...how } = {}) {
  const directory = workspace.path(name);
  const databaseUrl = database.url;
  await prepareDataDirectory(directory, schools, { databaseUrl, ...how });
  const started = [];
  for (let node = 0; node < nodes; node += 1) {
    const child = serve(processes, directory, 0, { UWLR_DATABASE_URL: databaseUrl });
    const { port } = JSON.parse(await child.line());
    started.push({ name, port, path: GATEWAY_PATH, child, databasePid: database.pid, stop: () => processes.end(child) });
  }
  return started;
}
