import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { type FileTree, readTree } from '../course/file_tree.ts';
import { PROJECT } from '../project.ts';

/** Shorter lines are nobody's: `return null;` stands everywhere. */
const SHORTEST = 26;
const BASE64 = /[A-Za-z0-9+/_-]{36,}={0,2}/g;
const DECOMPRESS = [brotliDecompressSync, gunzipSync, inflateSync, inflateRawSync];

/** Lines of the solutions, the starters, the hints and the checks: what nobody shall meet by accident. */
export async function secretLines(): Promise<Set<string>> {
  const [solutions, tasks] = await Promise.all([readTree(PROJECT.solutions), readTree(PROJECT.tasks)]);
  const secrets = [...solutions, ...tasks].filter(([name]) => /\.[cm]?[tj]s$/.test(name));
  return new Set(secrets.flatMap(([, content]) => linesOf(content.toString('utf8'))));
}

/** The text that a kit may show: what is handed out at task 0, the specs, and the sources of the program. */
export async function openText(kit: string, program: readonly string[]): Promise<string> {
  const [workspace, tasks] = await Promise.all([readTree(join(kit, 'workspace')), readTree(PROJECT.tasks)]);
  const specs = [...tasks].filter(([name]) => name.endsWith('.md')).map(([, content]) => content);
  // From the project, not from the kit: so nothing that the kit adds can excuse itself.
  const sources = await Promise.all(program.map((name) => readFile(join(PROJECT.root, name))));
  return normalized(
    [...workspace.values(), ...specs, ...sources].map((content) => content.toString('utf8')).join('\n'),
  );
}

/** The secret lines that can be read in some files, as a curious learner would: as they are, decompressed, decoded. */
export function leaks(files: FileTree, secrets: Set<string>): string[] {
  const texts = [...files.values()].flatMap((content) => readings(content, 3));
  const all = normalized(texts.join('\n'));
  return [...secrets].filter((line) => all.includes(line));
}

/** Every text that the bytes can be read as. */
function readings(content: Buffer, depth: number): string[] {
  const texts = [content.toString('utf8'), content.toString('utf16le'), content.subarray(1).toString('utf16le')];
  if (depth === 0) return texts;
  const latin = content.toString('latin1');
  // What stands before a chunk may look like a part of it.
  const shifted = [...latin.matchAll(BASE64)].flatMap(([chunk]) => [0, 1, 2, 3].map((start) => chunk.slice(start)));
  const decoded = shifted.map((chunk) => Buffer.from(chunk, 'base64'));
  const unpacked = DECOMPRESS.flatMap((decompress) => attempt(() => decompress(content, { maxOutputLength: 1 << 26 })));
  return [...texts, ...[...decoded, ...unpacked].flatMap((bytes) => readings(bytes, depth - 1))];
}

function attempt(work: () => Buffer): Buffer[] {
  try {
    return [work()];
  } catch {
    return [];
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(normalized)
    .filter((line) => line.length >= SHORTEST);
}

/** The same for a line in its file, in a JSON string and in a source map. */
function normalized(text: string): string {
  return text.replaceAll('\\n', ' ').replaceAll('\\t', ' ').replaceAll('\\', '').replace(/\s+/g, ' ').trim();
}
