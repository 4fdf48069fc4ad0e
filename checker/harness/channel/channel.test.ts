import { expect, test, vi } from 'vitest';
import { Channel } from './channel.ts';
import type { ChannelEvents } from './channel_options.ts';
import { encodeFrame, FrameType, type ProtocolError } from './frames.ts';
import type { ChannelStream } from './stream.ts';
import { pair } from './test_pair.ts';

function repeated(count: number, frame: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: count }, () => frame));
}

const quiet: ChannelEvents = { message: () => {}, fault: () => {} };

function faultAfter(...frames: Buffer[]): Promise<ProtocolError> {
  const [near, far] = pair();
  const { promise, resolve } = Promise.withResolvers<ProtocolError>();
  new Channel(
    near,
    { ...quiet, fault: resolve },
    {
      limits: { streamBytes: 1000, strayBytes: 1000, messageBytes: 3000 },
    },
  );
  for (const frame of frames) far.write(frame);
  return promise;
}

test('a message of several frames arrives whole', async () => {
  const [near, far] = pair();
  const { promise, resolve } = Promise.withResolvers<unknown>();
  new Channel(far, { ...quiet, message: resolve });
  const message = { text: 'x'.repeat(3 * 1024 * 1024) };
  new Channel(near, quiet).send(message);
  expect(await promise).toEqual(message);
});

test('bytes written to a connection come out at the other end, and the other way round', async () => {
  const [near, far] = pair();
  const opened = Promise.withResolvers<ChannelStream>();
  new Channel(far, { ...quiet, connection: opened.resolve });
  const client = new Channel(near, quiet).open({ encrypted: true });
  client.end('ping');
  const server = await opened.promise;
  server.on('data', (chunk: Buffer) => server.end(`${chunk}, pong`));
  const chunks = await client.toArray();
  expect(Buffer.concat(chunks).toString()).toBe('ping, pong');
  expect(server).toMatchObject({ encrypted: true, remoteAddress: '127.0.0.1' });
});

test.each([
  ['an opening that nobody asked for', encodeFrame(5, FrameType.open, Buffer.from([0]))],
  ['data on a connection that does not exist', encodeFrame(5, FrameType.data, Buffer.from('x'))],
  ['a message that is no JSON', encodeFrame(0, FrameType.message, Buffer.from('{'))],
  ['a message larger than the limit', encodeFrame(0, FrameType.message, Buffer.alloc(1001, '1'))],
  ['something else on the stream of messages', encodeFrame(0, FrameType.end)],
  ['a message of nothing but empty parts', repeated(200, encodeFrame(0, FrameType.data))],
  ['many small messages', repeated(400, encodeFrame(0, FrameType.message, Buffer.from('1')))],
])('%s is a fault', async (_what, frame) => {
  expect(await faultAfter(frame)).toHaveProperty('name', 'ProtocolError');
});

test.each([
  ['empty data', FrameType.data],
  ['ends', FrameType.end],
  ['resets', FrameType.reset],
])('a connection that brings nothing but %s comes to an end, and its channel as well', async (_what, type) => {
  const [near, far] = pair();
  const { promise, resolve } = Promise.withResolvers<ProtocolError>();
  const limits = { streamBytes: 1000, strayBytes: 1000, messageBytes: 1000 };
  const client = new Channel(near, { ...quiet, fault: resolve }, { limits }).open({ encrypted: false });
  client.on('error', () => {}).write('a request');
  for (let chunk = 0; chunk < 5; chunk += 1) {
    far.write(repeated(150, encodeFrame(client.id, type)));
    await new Promise((turn) => setTimeout(turn, 1));
  }
  expect((await promise).message).toContain('closed');
});

test('a connection that brings more than the limit is cut, and the channel lives on', async () => {
  const [near, far] = pair();
  const opened = Promise.withResolvers<ChannelStream>();
  new Channel(far, { ...quiet, connection: opened.resolve });
  const channel = new Channel(near, quiet, { limits: { streamBytes: 10, strayBytes: 1000, messageBytes: 3000 } });
  const client = channel.open({ encrypted: false });
  client.write('a request');
  const server = await opened.promise;
  server.on('error', () => {});
  server.write('more than ten bytes');
  await expect(client.toArray()).rejects.toThrow('larger than the limit');
  expect(channel.idle).toBe(true);
});

/** A server that answers each request with the same words and closes the connection. */
function answering(stream: ChannelStream): void {
  stream.once('data', () => stream.end('an answer', () => stream.destroy())).resume();
}

test('a request is one write, and so is its answer: the ends of connections go with what follows', async () => {
  const [near, far] = pair();
  const writes = [vi.spyOn(near, 'write'), vi.spyOn(far, 'write')] as const;
  const patient = { streamBytes: 1000, strayBytes: 1000, messageBytes: 3000, endWaits: 60_000 };
  new Channel(far, { ...quiet, connection: answering }, { limits: patient });
  const channel = new Channel(near, quiet, { limits: patient });
  for (let request = 1; request <= 3; request += 1) {
    const client = channel.open({ encrypted: false });
    expect(writes[0]).toHaveBeenCalledTimes(request - 1);
    client.write('a re');
    client.end('quest');
    expect((await client.take(1).toArray()).join()).toBe('an answer');
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes.map((write) => write.mock.calls.length)).toEqual([request, request]);
  }
});

test('the end of a connection that nothing follows goes by itself', async () => {
  const [near, far] = pair();
  const opened = Promise.withResolvers<ChannelStream>();
  new Channel(far, { ...quiet, connection: opened.resolve });
  const client = new Channel(near, quiet).open({ encrypted: false });
  client.write('a request');
  const server = await opened.promise;
  client.end();
  await server.toArray();
  server.end();
  expect(await client.toArray()).toEqual([]);
});

test('what the side of the server says is out in the same turn', async () => {
  const [near, far] = pair();
  const write = vi.spyOn(far, 'write');
  const channel = new Channel(far, { ...quiet, connection: () => {} });
  channel.send({ notice: 'now' });
  expect(write).toHaveBeenCalledTimes(1);
  near.destroy();
});

test('of a connection that is given up before anything was said, the other side hears nothing', async () => {
  const [near] = pair();
  const write = vi.spyOn(near, 'write');
  const client = new Channel(near, quiet).open({ encrypted: false });
  client.destroy();
  await new Promise((resolve) => client.on('close', resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(write).not.toHaveBeenCalled();
});

test('what was said before a connection was given up is read, and then it ends', async () => {
  const [near, far] = pair();
  const opened = Promise.withResolvers<ChannelStream>();
  new Channel(far, { ...quiet, connection: opened.resolve });
  const client = new Channel(near, quiet).open({ encrypted: false });
  client.write('a request');
  const { id } = await opened.promise;
  const said = encodeFrame(id, FrameType.data, Buffer.from('an answer'));
  // In one chunk, as they arrive where the checker was busy.
  far.write(Buffer.concat([said, encodeFrame(id, FrameType.reset)]));
  expect((await client.toArray()).join()).toBe('an answer');
  expect(client.destroyed).toBe(true);
});

test('a server that goes on talking hears at once that the connection was closed', async () => {
  const [near, far] = pair();
  const opened = Promise.withResolvers<ChannelStream>();
  new Channel(far, { ...quiet, connection: opened.resolve });
  const limits = { streamBytes: 1000, strayBytes: 1000, messageBytes: 3000, endWaits: 60_000 };
  const client = new Channel(near, quiet, { limits }).open({ encrypted: false });
  client.on('error', () => {}).write('a request');
  const server = await opened.promise;
  client.destroy();
  server.write('an answer');
  await expect(server.toArray()).rejects.toThrow('closed too early');
});
