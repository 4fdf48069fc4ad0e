import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** A certificate and its private key, as PEM text. */
export type Tls = { cert: Buffer; key: Buffer };

/** The certificate and key in two files, or `null` where none are named. Adds a sentence to `faults` where they are wrong. */
export function readTls(certFile: string | undefined, keyFile: string | undefined, faults: string[]): Tls | null {
  if (!certFile && !keyFile) return null;
  if (!certFile || !keyFile) {
    faults.push('TLS_CERT and TLS_KEY belong together: set both, or neither.');
    return null;
  }
  const cert = read('TLS_CERT', certFile, faults);
  const key = read('TLS_KEY', keyFile, faults);
  if (!cert || !key) return null;
  try {
    createSecureContext({ cert, key });
    return { cert, key };
  } catch {
    faults.push('TLS_CERT and TLS_KEY are not a certificate and its private key, both as PEM without a passphrase.');
    return null;
  }
}

function read(name: string, file: string, faults: string[]): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    faults.push(`${name} names the file "${file}", which cannot be read.`);
    return undefined;
  }
}
