/**
 * How names of archives end, also of those that are not read here. Some platforms number what is handed in again
 * (`work.tar-1.gz`), and some programs what is downloaded again (`work.zip.1`).
 */
const ENDING =
  /(?:\.tar(-\d+| ?\(\d+\))?)?\.(?:zip|zipx|tar|tgz|tbz2?|txz|tlz|tzst|gz|bz2|xz|zst|lz|lzma|lz4|z|br|rar|7z|cab|arj|ace|lzh|lha|cpio|xar|sit|sitx|dmg|iso)(?:\.\d+)?$/i;

/** Whether a file of this name is an archive, as far as a name can tell. */
export function isArchiveName(name: string): boolean {
  return ENDING.test(name);
}

/** The name without the ending of an archive. What tells two of them apart stays: `work.tar-1.gz` is `work-1`. */
export function withoutArchiveEnding(name: string): string {
  return name.replace(ENDING, (_ending, again: string | undefined) => again ?? '');
}
