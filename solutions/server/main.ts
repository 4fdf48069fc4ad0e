/** What `npm start` runs: the finished server. Its sessions are in the database, unless AUTH_TYPE says otherwise. */
import { ConfigurationError } from '../configuration_error.ts';
import { readConfiguration } from './configuration.ts';
import { ConfigurationFaults } from './configuration_faults.ts';
import { usage } from './usage.ts';

const WRONG_USAGE = 2;

try {
  await run(process.argv.slice(2));
} catch (error) {
  const isExpected = error instanceof ConfigurationError || error instanceof ConfigurationFaults;
  if (!isExpected) throw error;
  process.stderr.write(`${error.message}\n`);
  // Connections to a database may be open still: nothing else would end them.
  process.exit(WRONG_USAGE);
}

async function run(args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return console.log(usage);
  if (args.length > 0) {
    throw new ConfigurationError(`npm start takes no argument "${args[0]}": see npm start -- --help.`);
  }
  process.env.AUTH_TYPE ||= 'session_db_auth';
  const configuration = readConfiguration(process.env);
  // Imported here and not above: the API reads the environment when it is loaded.
  const { start } = await import('./start.ts');
  await start(configuration);
}
