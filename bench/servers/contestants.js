import { script, WSDL } from '../paths.js';
import { freePort, whenListening } from './port.js';

/** node-soap in a process of its own. */
export async function startNodeSoap(processes) {
  const child = processes.fork(script('servers/node-soap.js'));
  const { port } = await child.ask('port');
  return { port, path: '/soap', child, stop: () => processes.end(child) };
}

/** PHP's SoapServer in PHP's own web server with `workers` processes. */
export async function startPhpSoap(processes, workers, cacheDirectory) {
  const port = await freePort();
  const options = ['-d', 'soap.wsdl_cache_enabled=1', '-d', `soap.wsdl_cache_dir=${cacheDirectory}`, '-d', 'memory_limit=1G'];
  const args = [...options, '-S', `127.0.0.1:${port}`, script('servers/php-soap.php')];
  const child = processes.spawn('php', args, { env: { PHP_CLI_SERVER_WORKERS: String(workers), BENCH_WSDL: WSDL } });
  await whenListening(port);
  return { port, path: '/soap', child, stop: () => processes.end(child) };
}
