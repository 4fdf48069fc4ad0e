import type { Task } from '../tasks.ts';

/** Minutes for one task's checks. They have deadlines of their own, so this is never reached. */
const PATIENCE = 5;

/**
 * The workflow that checks each task on GitHub, with its points. Its name and the job's are those that GitHub Classroom
 * looks for; ids of steps are letters and digits only, since the reporter reads its results by them.
 */
export function classroomWorkflow(tasks: Task[]): string {
  const ids = tasks.map(idOf);
  return `# Checks each task and shows its points. For feedback: marks that count come from your instructor's own checker.
name: Autograding Tests

on:
  push:
  workflow_dispatch:
  repository_dispatch:

permissions:
  actions: read
  checks: write
  contents: read

jobs:
  run-autograding-tests:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 24
          cache: npm
      - run: npm ci
${tasks.map(stepOf).join('')}      - name: Points
        uses: classroom-resources/autograding-grading-reporter@v1
        env:
${ids.map((id) => `          ${id.toUpperCase()}_RESULTS: \${{ steps.${id}.outputs.result }}\n`).join('')}        with:
          runners: ${ids.join(',')}
`;
}

function stepOf(task: Task): string {
  // A JSON string is a YAML string too, whatever the title has in it.
  const title = JSON.stringify(`Task ${task.number}: ${task.title}`);
  return `      - name: ${title}
        id: ${idOf(task)}
        uses: classroom-resources/autograding-command-grader@v1
        with:
          test-name: ${title}
          command: npx --no-install kata check ${task.number}
          timeout: ${PATIENCE}
          max-score: ${task.points}
`;
}

function idOf({ number }: Task): string {
  return `task${number}`;
}
