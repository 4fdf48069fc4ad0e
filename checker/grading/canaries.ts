/** What a sandbox must not let through. */
export type Canary = 'file' | 'port' | 'process' | 'writing' | 'daemon' | 'keys' | 'calls' | 'code' | 'disk';

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
  // The same for everything that is mounted, if the first place has held.
  await attempt('writing', () => {
    if (reached.includes('writing')) return false;
    const own = process.cwd();
    const mounts = fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    const places = mounts.flatMap((line) => line.split(' ')[4] ?? []).concat('/tmp', '/dev/shm', '/run', '/var/tmp');
    return places.some((place) => {
      if (place === own) return false;
      try {
        fs.rmdirSync(fs.mkdtempSync(`${place}/`));
        return true;
      } catch {
        return false;
      }
    });
  });
  await attempt('daemon', () => {
    const code =
      'const fs = require("fs"); let n = 0; setInterval(() => { if (n > 2000 || fs.existsSync("end")) process.exit(); try { fs.writeFileSync("alive", String(n += 1)); } catch {} }, 30)';
    spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore' }).unref();
    // It must have begun to live before it is judged.
    return new Promise((resolve) => {
      const until = setInterval(() => fs.existsSync('alive') && resolve(clearInterval(until) === undefined), 20);
    });
  });
  // By its number, as native code could.
  const systemCall = (numbers: { x64: number; arm64: number }, ...given: (bigint | Buffer)[]) => {
    const ffi = process.getBuiltinModule('node:ffi' as 'node:fs') as unknown as ForeignFunctions;
    const call = { return: 'i64', arguments: ['i64', 'i64', 'i64', 'i64'] };
    const { functions } = ffi.dlopen('libc.so.6', { syscall: call });
    const number = BigInt({ x64: numbers.x64, arm64: numbers.arm64 }[process.arch as string] ?? -1);
    const values = given.map((value) => (typeof value === 'bigint' ? value : ffi.getRawPointer(value)));
    return functions.syscall?.(number, ...values.concat(0n, 0n, 0n).slice(0, 3)) ?? -1n;
  };
  // keyctl(2): which keyring is the session's?
  await attempt('keys', () => systemCall({ x64: 250, arm64: 219 }, 0n, -3n) > 0n);
  for (const list of ['/proc/keys', '/proc/key-users'])
    await attempt('keys', () => !reached.includes('keys') && fs.readFileSync(list, 'utf8').length > 0);
  // memfd_create(2), socket(2) of AF_NETLINK, and open_tree(2) of what is mounted.
  await attempt('calls', () => systemCall({ x64: 319, arm64: 279 }, Buffer.from('name\0')) >= 0n);
  await attempt('calls', () => !reached.includes('calls') && systemCall({ x64: 41, arm64: 198 }, 16n, 3n) >= 0n);
  await attempt(
    'calls',
    () => !reached.includes('calls') && systemCall({ x64: 428, arm64: 428 }, -100n, Buffer.from('/\0')) >= 0n,
  );
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
  await attempt('code', () => {
    if (reached.includes('code')) return false;
    const program = ['/kata/prlimit', '/usr/bin/true', '/bin/true'].find((path) => fs.existsSync(path)) ?? '';
    fs.copyFileSync(program, 'program');
    fs.chmodSync('program', 0o700);
    execFileSync('./program', ['--version'], { stdio: 'ignore' });
    return true;
  });
  return reached;
}

/**
 * Writes more files, and larger ones, than a submission may have, and says whether nothing refused that, or ended the process. It
 * runs as `tryCanaries` does.
 */
export async function fillDisk(_module: unknown, { files, each }: { files: number; each: number }): Promise<boolean> {
  const fs = process.getBuiltinModule('node:fs');
  const block = Buffer.alloc(each, 'x');
  const written: string[] = [];
  try {
    for (let index = 0; index < files; index += 1) {
      written.push(`fill-${index}`);
      fs.writeFileSync(`fill-${index}`, block);
    }
    // A watch needs a moment to see it.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return true;
  } catch {
    return false;
  } finally {
    for (const file of written) fs.rmSync(file, { force: true });
  }
}

/** Of `node:ffi`, for which Node 24 has no types. */
type ForeignFunctions = {
  getRawPointer: (buffer: Buffer) => bigint;
  dlopen: (library: string, signatures: object) => { functions: Record<string, (...numbers: bigint[]) => bigint> };
};
