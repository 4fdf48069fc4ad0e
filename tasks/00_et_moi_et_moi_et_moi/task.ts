import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Et moi et moi et moi!',
  points: 14,
  touches: ['api/v1/app.ts', 'api/v1/views/users.ts'],
  creates: [],
  prerequisites: [],
  hints: [
    'Who is the current user of a request? One object can tell already, and the filter before each request asks it already.',
    'The routes run after the filter and get the same request object. What the filter leaves on it, they find. Where no auth is in force, there is nobody to leave.',
    '`me` and an id stand in the same place of a path. The router takes the first route that fits, so their order matters.',
    'In `app.ts`: wait for `auth.currentUser(request)` once, put the answer on `request.currentUser`, then decide about 403. In `views/users.ts`: a route for `me` before the one for `:id`, which answers 404 where there is no current user.',
  ],
  environment: { AUTH_TYPE: 'basic_auth' },
  tryIt: [
    { line: 'curl -i -u learner@example.com:sunny-day-42 http://127.0.0.1:5000/api/v1/users/me', answers: 200 },
    { line: 'curl -i http://127.0.0.1:5000/api/v1/users/me', answers: 401 },
    { line: 'curl -i -u learner@example.com:wrong http://127.0.0.1:5000/api/v1/users/me', answers: 403 },
    {
      line: 'curl -i -u learner@example.com:sunny-day-42 -X DELETE http://127.0.0.1:5000/api/v1/users/me',
      answers: 404,
    },
  ],
});
