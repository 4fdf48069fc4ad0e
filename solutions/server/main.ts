/** What `npm start` runs: the API with its sessions in the database, unless AUTH_TYPE says otherwise. */

process.env.AUTH_TYPE ||= 'session_db_auth';

await import('../main.ts');
