import { isUtf8 } from 'node:buffer';
import { isLeftOut } from '../submission/left_out.ts';
import { LIMITS } from './limits.ts';
import { Refusal, show } from './refusal.ts';

const SLASH = 0x2f;

/** Separators of Windows, control characters, and characters without a shape: they make two names look like one. */
const UNSAFE = /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What Windows cannot store, or stores under another name. */
export const NOT_ON_WINDOWS = /[<>:"|?*]|[. ]$|^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

/**
 * Judges one component of a path.
 *
 * @returns the name, or `null` if what bears it is left out.
 * @throws Refusal where the name cannot be copied safely, the same on every platform but for Windows' own rules.
 */
export function judgeName(name: Buffer, folder: string, platform: NodeJS.Platform = process.platform): string | null {
  const text = name.toString('utf8');
  if (isLeftOut(text)) return null;
  const path = folder === '' ? text : `${folder}/${text}`;
  if (!isUtf8(name)) throw new Refusal(`The name ${show(path)} is not written in UTF-8.`);
  if (name.length > LIMITS.nameBytes) {
    throw new Refusal(`The name ${show(text)} has ${name.length} bytes; ${LIMITS.nameBytes} are the most.`);
  }
  const unsafe = UNSAFE.exec(text);
  if (unsafe) {
    const what = unsafe[0] === '\\' ? 'a backslash' : 'an invisible character';
    throw new Refusal(`The name ${show(path)} has ${what} in it.`);
  }
  if (platform === 'win32' && NOT_ON_WINDOWS.test(text)) {
    throw new Refusal(`The name ${show(path)} cannot be used on Windows.`);
  }
  return text;
}

/** An entry of an archive: the components of its path, as bytes, and the path as text, without `./` and double slashes. */
export type Located = { parts: Buffer[]; text: string };

/**
 * Looks where a path out of an archive leads. Whether its names can be used is not judged yet: it may lie beside what counts.
 *
 * @returns `null` if it is left out. The text of the archive's own root is `''`.
 * @throws Refusal if it is absolute or leads upwards, wherever it lies: no honest program writes such an archive.
 */
export function locate(path: Buffer): Located | null {
  const shown = path.toString('utf8');
  if (path[0] === SLASH || /^[a-z]:[\\/]/i.test(shown)) {
    throw new Refusal(`The archive holds the absolute path ${show(shown)}.`);
  }
  if (/(^|[\\/])\.\.([\\/]|$)/.test(shown)) {
    throw new Refusal(`The archive holds the path ${show(shown)}, which leads out of the archive with "..".`);
  }
  const parts = split(path);
  const names = parts.map(textOf);
  return names.some(isLeftOut) ? null : { parts, text: names.join('/') };
}

/**
 * The path of an entry below the root of what is judged (`''`, or with a final slash).
 *
 * @returns `''` for the root itself, and `null` for what lies beside it.
 * @throws Refusal if `judgeName` refuses one of its names.
 */
export function judgeBelow(root: string, { parts, text }: Located): string | null {
  if (`${text}/` === root) return '';
  if (!text.startsWith(root)) return null;
  let judged = '';
  for (const bytes of parts.slice(root.split('/').length - 1)) {
    const name = judgeName(bytes, judged);
    judged = judged === '' ? `${name}` : `${judged}/${name}`;
  }
  return judged;
}

/** A name as text: each byte for itself if they are no UTF-8. */
export function textOf(name: Buffer): string {
  return name.toString(isUtf8(name) ? 'utf8' : 'latin1');
}

/** The components of a path, without the empty ones and those that are `.`. */
function split(path: Buffer): Buffer[] {
  const names: Buffer[] = [];
  for (let start = 0; start <= path.length; ) {
    const slash = path.indexOf(SLASH, start);
    const end = slash === -1 ? path.length : slash;
    const name = path.subarray(start, end);
    if (name.length > 0 && !(name.length === 1 && name[0] === 0x2e)) names.push(name);
    start = end + 1;
  }
  return names;
}
