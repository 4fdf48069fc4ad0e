/** What `npm start -- --help` prints. */
export const usage = `npm start

Runs the server: the API, the pages for a browser, and what it takes to be on the internet.
It is set up by the environment:

  API_HOST, API_PORT    where it listens                              127.0.0.1, 5000
  DATABASE_URL          sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE
                                                                      sqlite:kata.db
  DATABASE_WAIT         seconds to wait for PostgreSQL at the start   30
  AUTH_TYPE             auth, basic_auth, session_auth, session_exp_auth, session_db_auth
                                                                      session_db_auth
  SESSION_NAME          name of the session cookie                    _my_session_id
  SESSION_DURATION      life of a session in seconds; 0: no end       0
  SWEEP_SECONDS         time between two sweeps of ended sessions     600
  SCRYPT_COST           cost of password hashing, as log2 N           17
  HASHES_AT_ONCE        passwords that are hashed at the same time    cores - 1, at most 3
  LOGIN_LIMIT           failed log-ins from one address in 15 minutes 100; 0: no limit
  LOGIN_LIMIT_ACCOUNT   failed log-ins to one account in 15 minutes   10; 0: no limit
  REGISTER_LIMIT        registrations from one address in an hour     100; 0: no limit
  REGISTER_LIMIT_ACCOUNT
                        registrations of one e-mail in an hour        10; 0: no limit
  TLS_CERT, TLS_KEY     files with certificate and key, for HTTPS     none: HTTP
  TRUST_PROXY           number of proxies before the server, or their addresses
                                                                      none
  SHUTDOWN_SECONDS      time that requests have to end after SIGTERM  10

Make a user:  npm run user -- you@example.com
Operators' page: solutions/README.md`;
