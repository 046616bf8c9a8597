import { phpSoapVersion } from '../programs.js';
import { startNodeSoap, startPhpSoap } from '../servers/contestants.js';
import { startGatewayServer } from '../servers/gateway.js';
import { jaxWsVersion, startJaxWs } from '../servers/jax-ws.js';
import { StoreFile } from '../servers/store-file.js';

const PHP_WORKERS = 4;

/** The gateway of a checkout on a new data directory, in which these schools receive results. Beside what all servers have: `directory`, `file` (`StoreFile`). */
export async function gatewayOf(tree, name, { processes, workspace, schools }) {
  const directory = workspace.path(`accept-${name}`);
  const server = await startGatewayServer(processes, directory, schools, tree);
  const file = new StoreFile(directory);
  const stop = async () => {
    file.close();
    await server.stop();
  };
  return { name, ...server, directory, file, stop };
}

/** Servers of others from the same WSDL, as far as they are on this machine: they read a message and confirm it, and keep nothing. */
export async function othersHere({ processes, workspace, schools }) {
  const others = [{ name: 'node-soap', ...(await startNodeSoap(processes)) }];
  if (phpSoapVersion() !== undefined) {
    others.push({ name: 'PHP SoapServer', ...(await startPhpSoap(processes, PHP_WORKERS, workspace.directory('php'))) });
  }
  if (jaxWsVersion() !== undefined) {
    others.push({ name: 'JAX-WS', isJava: true, ...(await startJaxWs(processes, schools.length, workspace.directory('jax-ws'))) });
  }
  return others;
}
