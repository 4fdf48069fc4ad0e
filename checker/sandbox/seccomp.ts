/**
 * The filter that a sandbox of bubblewrap puts before the kernel: a program of classic BPF over the number of a system call and
 * its first argument. See seccomp(2), and linux/filter.h, linux/seccomp.h, linux/audit.h for the numbers.
 */

type Processor = 'x64' | 'arm64';

/** What the kernel calls a processor (`AUDIT_ARCH_…`). */
const ARCHITECTURE: Record<Processor, number> = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** Calls of the x32 form have this bit: the numbers below would not be theirs. */
const X32_BIT = 0x40000000;

/**
 * What no server needs, by its numbers on x64 and arm64 (null: not there): keys of the machine, memory and files that no limit
 * counts, other processes, other namespaces and mounts, the kernel itself, and what of it is young and has had holes.
 */
const REFUSED: Record<string, readonly [x64: number, arm64: number | null]> = {
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  semget: [64, 190],
  msgget: [68, 186],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  userfaultfd: [323, 282],
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  perf_event_open: [298, 241],
  bpf: [321, 280],
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  personality: [135, 92],
  modify_ldt: [154, null],
  iopl: [172, null],
  ioperm: [173, null],
  syslog: [103, 116],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  acct: [163, 89],
  quotactl: [179, 60],
  settimeofday: [164, 170],
  adjtimex: [159, 171],
  clock_adjtime: [305, 266],
  clock_settime: [227, 112],
  lookup_dcookie: [212, 18],
};

const SOCKET: Record<Processor, number> = { x64: 41, arm64: 198 };

/** The families of sockets that Node knows (`AF_UNIX`, `AF_INET`, `AF_INET6`); there is no network behind them. */
const FAMILIES = [1, 2, 10];

/** Instructions, by their codes. */
const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const RETURN = 0x06;

/** What the kernel then does. */
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const REFUSE = 0x00050000;
const EPERM = 1;
const EAFNOSUPPORT = 97;

/** Places in `struct seccomp_data`: the number of the call, the processor, the low half of the first argument (little endian). */
const NUMBER = 0;
const PROCESSOR = 4;
const FIRST_ARGUMENT = 16;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

/** The program for this processor, as bubblewrap reads it: `struct sock_filter`, one after the other. Undefined for any other one. */
export function seccompFilter(processor: string = process.arch): Buffer | undefined {
  if (processor !== 'x64' && processor !== 'arm64') return undefined;
  const numbers = Object.values(REFUSED)
    .map(([x64, arm64]) => (processor === 'x64' ? x64 : arm64))
    .filter((number) => number !== null);
  const refuse = (error: number): Instruction => [RETURN, 0, 0, REFUSE | error];
  const unless = (code: number, operand: number, then: Instruction): Instruction[] => [[code, 0, 1, operand], then];
  return bytesOf([
    [LOAD, 0, 0, PROCESSOR],
    [JUMP_IF_EQUAL, 1, 0, ARCHITECTURE[processor]],
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD, 0, 0, NUMBER],
    ...(processor === 'x64' ? unless(JUMP_IF_AT_LEAST, X32_BIT, refuse(EPERM)) : []),
    ...numbers.flatMap((number) => unless(JUMP_IF_EQUAL, number, refuse(EPERM))),
    // Any other call than this one goes past what follows.
    [JUMP_IF_EQUAL, 0, 2 + 2 * FAMILIES.length, SOCKET[processor]],
    [LOAD, 0, 0, FIRST_ARGUMENT],
    ...FAMILIES.flatMap((family) => unless(JUMP_IF_EQUAL, family, [RETURN, 0, 0, ALLOW])),
    refuse(EAFNOSUPPORT),
    [RETURN, 0, 0, ALLOW],
  ]);
}

function bytesOf(program: Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, ifTrue, ifFalse, operand]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(operand >>> 0, index * 8 + 4);
  }
  return bytes;
}
