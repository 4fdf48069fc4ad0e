/** What a sandbox must not let through. */
export type Canary = 'file' | 'port' | 'process' | 'writing' | 'daemon' | 'keys' | 'code';

/** Where the canaries are. `started` tells the process from another one that has its number in the sandbox. */
export type CanaryPlaces = { secret: string; port: number; processId: number; started: string; trace: string };

/**
 * Tries each canary and gives the names of those that it reached. It runs in a learner's process, as a text: it sees its
 * parameters and nothing else. The daemon writes to `alive` in its folder for as long as it lives: until there is a file
 * `end`, at most a minute.
 */
export async function tryCanaries(
  _module: unknown,
  { secret, port, processId, started, trace }: CanaryPlaces,
): Promise<string[]> {
  const fs = process.getBuiltinModule('node:fs');
  const net = process.getBuiltinModule('node:net');
  const { execFileSync, spawn } = process.getBuiltinModule('node:child_process');
  const reached: string[] = [];
  const attempt = async (name: string, work: () => unknown) => {
    try {
      if (await work()) reached.push(name);
    } catch {
      // It held.
    }
  };
  await attempt('file', () => fs.readFileSync(secret, 'utf8').length > 0);
  await attempt('port', () => {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy()));
      socket.on('error', reject);
    });
  });
  // In a process of its own: signals are withheld from this one.
  await attempt('process', () => {
    const code = `process.kill(${processId}, 0);
      let stat = ''; try { stat = require('fs').readFileSync('/proc/${processId}/stat', 'utf8'); } catch {}
      const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
      process.exit(started === '${started}' ? 0 : 1);`;
    execFileSync(process.execPath, ['-e', code], { stdio: 'ignore' });
    return true;
  });
  await attempt('writing', () => {
    fs.writeFileSync(trace, '');
    return true;
  });
  await attempt('daemon', () => {
    const code =
      'const fs = require("fs"); let n = 0; setInterval(() => { if (n > 2000 || fs.existsSync("end")) process.exit(); fs.writeFileSync("alive", String(n += 1)); }, 30)';
    spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore' }).unref();
    // It must have begun to live before it is judged.
    return new Promise((resolve) => {
      const until = setInterval(() => fs.existsSync('alive') && resolve(clearInterval(until) === undefined), 20);
    });
  });
  await attempt('keys', () => {
    // keyctl(2), by its number: which keyring is the session's?
    const number = { x64: 250, arm64: 219 }[process.arch as string] ?? 0;
    const ffi = process.getBuiltinModule('node:ffi' as 'node:fs') as unknown as ForeignFunctions;
    const call = { return: 'i64', arguments: ['i64', 'i64', 'i64', 'i64'] };
    const { functions } = ffi.dlopen('libc.so.6', { syscall: call });
    return (functions.syscall?.(BigInt(number), 0n, -3n, 0n) ?? -1n) > 0n;
  });
  await attempt('keys', () => !reached.includes('keys') && fs.readFileSync('/proc/keys', 'utf8').length > 0);
  await attempt('code', () => {
    const libraries = fs.readFileSync('/proc/self/maps', 'utf8').match(/\/\S+\.so\S*$/gm) ?? [];
    fs.copyFileSync(libraries.find((path) => path.includes('libm')) ?? '', 'native.node');
    // It was loaded where Node found no module in it. In a process of its own: `dlopen` is withheld from this one.
    const code = `try { process.dlopen({ exports: {} }, process.cwd() + '/native.node'); } catch (error) {
      process.exit(String(error).includes('self-register') ? 0 : 1);
    }`;
    execFileSync(process.execPath, ['-e', code], { stdio: 'ignore' });
    return true;
  });
  return reached;
}

/** Of `node:ffi`, for which Node 24 has no types. */
type ForeignFunctions = {
  dlopen: (library: string, signatures: object) => { functions: Record<string, (...numbers: bigint[]) => bigint> };
};
