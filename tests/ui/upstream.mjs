// SPDX-License-Identifier: Apache-2.0
// The world outside: a resolver on the loopback interface that knows 192.0.2.1 for every name, and nothing else.
import dgram from "node:dgram";

const A = 1;

// The question of a plain query: where it ends, and its type. Names in a question are never compressed.
function questionOf(query) {
  let at = 12;
  while (query[at] !== 0) at += query[at] + 1;
  return { end: at + 5, type: query.readUInt16BE(at + 1) };
}

function answerTo(query) {
  const { end, type } = questionOf(query);
  const head = Buffer.from(query.subarray(0, end));
  head.writeUInt16BE(0x8180, 2); // an answer, recursion wanted and available
  head.writeUInt16BE(type === A ? 1 : 0, 6);
  head.writeUInt32BE(0, 8); // no authority, no additional records
  if (type !== A) return head;
  return Buffer.concat([head, Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1])]);
}

export async function startUpstream() {
  const socket = dgram.createSocket("udp4");
  socket.on("message", (query, peer) => socket.send(answerTo(query), peer.port, peer.address));
  await new Promise((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { port: socket.address().port, close: () => new Promise((resolve) => socket.close(resolve)) };
}
