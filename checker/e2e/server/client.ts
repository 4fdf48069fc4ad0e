import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** What a server answered. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  text: string;
  json: unknown;
};

export type Ask = {
  headers?: Record<string, string>;
  cookie?: string;
  json?: unknown;
  form?: Record<string, string>;
  body?: string;
};

const agent = new Agent({ keepAlive: false });

/** Sends one request on a connection of its own. Redirects are not followed. */
export function ask(url: string, method: string, path: string, asked: Ask = {}): Promise<Answer> {
  const { body, type } = bodyOf(asked);
  const headers = {
    ...(type && { 'Content-Type': type }),
    ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...(asked.cookie && { Cookie: asked.cookie }),
    ...asked.headers,
  };
  const { protocol, hostname, port } = new URL(url);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  // A certificate of the tests' own is signed by nobody.
  const options = {
    hostname,
    port,
    method,
    path,
    headers,
    ...(protocol === 'https:' ? { rejectUnauthorized: false } : { agent }),
  };
  return new Promise((resolve, reject) => {
    const sent = send(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = response.headers['content-type']?.includes('json') && text !== '';
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          cookies: response.headers['set-cookie'] ?? [],
          text,
          json: isJson ? JSON.parse(text) : undefined,
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The `name=value` of the first cookie in an answer. */
export function cookieOf(answer: Answer): string {
  return answer.cookies[0]?.split(';')[0] ?? '';
}

function bodyOf({ json, form, body }: Ask): { body?: string; type?: string } {
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' };
  if (form) return { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' };
  return body === undefined ? {} : { body };
}
