import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingPart } from '../e2e/system_parts.ts';
import { PROJECT } from '../project.ts';
import { sandboxOf } from './available.ts';
import type { Sandbox } from './level.ts';
import { seccompFilter } from './seccomp.ts';
import { spawnReader } from './spawn.ts';

const PROBE = join(import.meta.dirname, 'probes', 'system_calls.mjs');

async function callsIn(sandbox: Sandbox): Promise<Record<string, boolean>> {
  const child = spawnReader(PROBE, realpathSync(join(PROJECT.root, 'node_modules')), sandbox);
  let printed = '';
  for (const output of child.outputs) output.on('data', (chunk: Buffer) => (printed += chunk));
  let text = '';
  child.channel.readable.on('data', (chunk: Buffer) => (text += chunk));
  await once(child.process, 'close');
  if (text === '') throw new Error(printed);
  return JSON.parse(text) as Record<string, boolean>;
}

test.each(['x64', 'arm64'])('the filter for %s is a program that the kernel takes', (processor) => {
  const filter = seccompFilter(processor) as Buffer;
  expect(filter.length % 8).toBe(0);
  const count = filter.length / 8;
  expect(count).toBeLessThan(4096);
  for (let index = 0; index < count; index += 1) {
    const [ifTrue, ifFalse] = [filter.readUInt8(index * 8 + 2), filter.readUInt8(index * 8 + 3)];
    const returns = filter.readUInt16LE(index * 8) === 6;
    if (!returns) expect(index + 1 + Math.max(ifTrue, ifFalse)).toBeLessThan(count);
  }
  // Its last word is a return.
  expect(filter.readUInt16LE((count - 1) * 8)).toBe(6);
});

test('for another processor there is none', () => {
  expect(seccompFilter('riscv64')).toBeUndefined();
});

const here = process.platform === 'linux' && process.arch === 'x64' && Number.parseInt(process.versions.node, 10) >= 26;

test.runIf(here && missingPart('strong') === undefined)(
  'native code in the strong sandbox finds the kernel closed',
  async () => {
    const refused = {
      keyring: false,
      memory: false,
      messages: false,
      'new namespaces': false,
      'what is mounted': false,
      personality: false,
      'a ring of calls': false,
      'socket of a virtual machine': false,
      'netlink socket': false,
      'packet socket': false,
      x32: false,
    };
    const open = { 'unix socket': true, 'internet socket': true, identity: true };
    expect(await callsIn(sandboxOf('strong'))).toMatchObject({ ...refused, ...open });
    // Without a sandbox the same calls go through: else this would prove nothing.
    expect(await callsIn({ level: 'none' })).toMatchObject({
      keyring: true,
      memory: true,
      'new namespaces': true,
      'what is mounted': true,
      personality: true,
      'netlink socket': true,
      ...open,
    });
  },
);
