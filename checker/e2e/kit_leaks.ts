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
  const byStart = Map.groupBy(secrets, (line) => line.slice(0, SHORTEST));
  const found = new Set<string>();
  for (const content of files.values())
    for (const text of readings(content).map(normalized))
      for (let at = 0; at + SHORTEST <= text.length; at++)
        for (const line of byStart.get(text.slice(at, at + SHORTEST)) ?? [])
          if (text.startsWith(line, at)) found.add(line);
  return [...found];
}

/** Every text that the bytes can be read as. */
function readings(content: Buffer): string[] {
  const whole = [content, ...unpacked(content)];
  const decoded = whole.flatMap(decodedParts);
  const wide = whole.flatMap((bytes) => [bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le')]);
  return [...[...whole, ...decoded, ...decoded.flatMap(unpacked)].map(String), ...wide];
}

/** What stands in the bytes as base64. What stands before a part may look as if it belonged to it, hence the four. */
function decodedParts(content: Buffer): Buffer[] {
  const parts = content.toString('latin1').match(BASE64) ?? [];
  return parts.flatMap((part) => [0, 1, 2, 3].map((start) => Buffer.from(part.slice(start), 'base64')));
}

function unpacked(content: Buffer): Buffer[] {
  return DECOMPRESS.flatMap((decompress) => {
    try {
      return [decompress(content, { maxOutputLength: 1 << 26 })];
    } catch {
      return [];
    }
  });
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
