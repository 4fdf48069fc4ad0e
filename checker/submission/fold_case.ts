/**
 * What a file system that ignores case and Unicode form (macOS, Windows) makes of a path. Upper case first, because
 * some letters, such as `ſ`, meet their twin only there.
 */
export function foldCase(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
