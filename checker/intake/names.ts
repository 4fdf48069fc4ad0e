import { isUtf8 } from 'node:buffer';
import { isDropped } from './dropped.ts';
import { LIMITS } from './limits.ts';
import { Refusal, show } from './refusal.ts';

const SLASH = 0x2f;

/** Separators of Windows, control characters, and characters without a shape: they make two names look like one. */
const UNSAFE = /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What Windows cannot store, or stores under another name. */
const NOT_ON_WINDOWS = /[<>:"|?*]|[. ]$|^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

/**
 * Judges one component of a path.
 *
 * @returns the name, or `null` where what bears it is dropped.
 * @throws Refusal where the name cannot be copied safely, the same on every platform but for Windows' own rules.
 */
export function judgeName(name: Buffer, folder: string, platform: NodeJS.Platform = process.platform): string | null {
  const text = name.toString('utf8');
  if (isDropped(text)) return null;
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

/**
 * Judges a path out of an archive, where nothing can be trusted.
 *
 * @returns the path without `./` and double slashes (`''` for the archive's own root), or `null` where it is dropped.
 * @throws Refusal where it is absolute, leads upwards, or has a name that `judgeName` refuses.
 */
export function judgePath(path: Buffer): string | null {
  const shown = path.toString('utf8');
  if (path[0] === SLASH || /^[a-z]:[\\/]/i.test(shown)) {
    throw new Refusal(`The archive holds the absolute path ${show(shown)}.`);
  }
  const names = split(path);
  if (/(^|[\\/])\.\.([\\/]|$)/.test(shown)) {
    throw new Refusal(`The archive holds the path ${show(shown)}, which leads out of the archive with "..".`);
  }
  let judged = '';
  for (const bytes of names) {
    const name = judgeName(bytes, judged);
    if (name === null) return null;
    judged = judged === '' ? name : `${judged}/${name}`;
  }
  return judged;
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

/**
 * What a file system that ignores case and Unicode form (macOS, Windows) makes of a path. Upper case first, because
 * some letters, such as `ſ`, meet their twin only there.
 */
export function foldCase(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
