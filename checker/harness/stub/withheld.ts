import asyncHooks from 'node:async_hooks';
import fs from 'node:fs';
import nodeModule from 'node:module';
import os from 'node:os';
import tls from 'node:tls';
import traceEvents from 'node:trace_events';
import v8 from 'node:v8';
import { guardSqlite } from './guarded_sqlite.ts';

/**
 * What is left of `node:v8`. All else of it writes files of a name of one's choice, or hands over what is in this process with all
 * that is ours; and new versions of Node bring more of that.
 */
const KEPT_OF_V8: ReadonlySet<string> = new Set([
  'cachedDataVersionTag',
  'getHeapStatistics',
  'getHeapSpaceStatistics',
  'getHeapCodeStatistics',
  'Serializer',
  'Deserializer',
  'DefaultSerializer',
  'DefaultDeserializer',
  'serialize',
  'deserialize',
  'isStringOneByteRepresentation',
  // Modules of Node ask it, as they are loaded, and outside of a snapshot it does nothing.
  'startupSnapshot',
]);

/** Functions of `process` that reach other processes, or Node's insides. */
const OF_PROCESS = [
  '_kill',
  '_debugProcess',
  '_debugEnd',
  'binding',
  '_linkedBinding',
  'dlopen',
  '_getActiveHandles',
  '_getActiveRequests',
] as const;

/** Functions of `node:async_hooks` that show the objects behind what is under way: the channel is one of them. */
const OF_ASYNC_HOOKS = ['createHook', 'executionAsyncResource'] as const;

/** Functions of `node:module` that read files of any name, or the modules that are loaded. */
const OF_MODULE = ['findPackageJSON', 'register', 'registerHooks'] as const;

/**
 * Takes from learner code what reaches beyond its process and its folder, on every road to it: an import, `require` and
 * `process.getBuiltinModule` give the same object. Before any of it runs.
 */
export function withhold(folder: string): void {
  for (const name of Object.keys(v8)) if (!KEPT_OF_V8.has(name)) refuseAll(v8, name);
  killOnlyItself();
  for (const name of OF_PROCESS) refuse(process, name, `process.${name}`);
  for (const name of OF_ASYNC_HOOKS) refuse(asyncHooks, name, `async_hooks.${name}`);
  for (const name of OF_MODULE) refuse(nodeModule, name, `module.${name}`);
  refuse(process.report, 'writeReport', 'process.report.writeReport');
  refuse(os, 'setPriority', 'os.setPriority');
  // The one writes down the source of all that is compiled, what checks ask as well; the other reads files of any name.
  refuse(traceEvents, 'createTracing', 'trace_events.createTracing');
  refuse(tls, 'getCACertificates', 'tls.getCACertificates');
  // Of its two forms, this one alone asks the permission model: the other tells what exists anywhere.
  fs.realpathSync = Object.assign(fs.realpathSync.native.bind(fs), { native: fs.realpathSync.native });
  guardSqlite(folder);
  nodeModule.syncBuiltinESMExports();
}

/** A function; or all functions of an object. */
function refuseAll(owner: object, name: string): void {
  const value: unknown = Reflect.get(owner, name);
  if (typeof value === 'function') refuse(owner, name, `v8.${name}`);
  else if (typeof value === 'object' && value !== null)
    for (const key of Object.keys(value)) refuse(value, key, `v8.${name}.${key}`);
}

function refuse(owner: object, name: string, shown: string): void {
  const value = () => {
    throw new Error(`${shown} is not to be had here.`);
  };
  Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: true });
}

/** A signal that nobody can catch would look like one that somebody else sent: it becomes the end that it is. */
function killOnlyItself(): void {
  const { pid, exit } = process;
  const { signals } = os.constants;
  const send = Reflect.get(process, '_kill').bind(process) as (pid: number, signal: number) => number;
  const value = (target: number, signal: NodeJS.Signals | number = 'SIGTERM') => {
    const number = typeof signal === 'number' ? signal : signals[signal];
    if (number === undefined)
      throw Object.assign(new TypeError(`Unknown signal: ${signal}`), { code: 'ERR_UNKNOWN_SIGNAL' });
    if (target !== pid) throw Object.assign(new Error('kill EPERM'), { code: 'EPERM', errno: -1, syscall: 'kill' });
    if (number === signals.SIGKILL) return exit(137);
    return send(pid, number) === 0;
  };
  Object.defineProperty(process, 'kill', { value, writable: true, configurable: true, enumerable: true });
}
