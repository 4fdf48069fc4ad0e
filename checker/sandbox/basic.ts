import { join } from 'node:path';
import { type ConfinedCommand, type Confinement, NODE_FLAGS, STUB } from './level.ts';
import { permissions } from './permissions.ts';

/** No confinement: for one's own code. */
export function unconfined({ stub }: Confinement): ConfinedCommand {
  return { command: process.execPath, args: [...NODE_FLAGS, join(stub, STUB)] };
}

/** Node's permission model alone. */
export function basic(confinement: Confinement): ConfinedCommand {
  const flags = [...NODE_FLAGS, ...permissions(confinement)];
  return { command: process.execPath, args: [...flags, join(confinement.stub, STUB)] };
}
