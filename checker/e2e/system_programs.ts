import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The folder with `initdb` and `postgres`, or undefined where PostgreSQL is not installed. Debian keeps it off the path. */
export function postgresFolder(): string | undefined {
  const versions = existsSync(DEBIAN_POSTGRES)
    ? readdirSync(DEBIAN_POSTGRES).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = [...versions.map((version) => join(DEBIAN_POSTGRES, version, 'bin')), ...searchPath()];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** The path of a Chromium that can be driven without a screen, or undefined where there is none. */
export function browserPath(): string | undefined {
  return searchPath()
    .flatMap((folder) => BROWSERS.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** The path of LibreOffice, or undefined where it is not installed. */
export function officePath(): string | undefined {
  return searchPath()
    .map((folder) => join(folder, 'soffice'))
    .find((path) => existsSync(path));
}

function searchPath(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter(Boolean);
}
