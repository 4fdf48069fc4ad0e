import { render } from 'preact';
import type { PageData } from '../page_data.ts';
import { App } from './app.tsx';
import { readRoute } from './route.ts';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
const root = document.getElementById('page') as HTMLElement;

function draw(printing: boolean): void {
  render(<App data={data} route={readRoute(location.hash, data.learners.length)} printing={printing} />, root);
}

window.addEventListener('hashchange', () => draw(false));
// On paper nothing can be opened: whatever is folded is drawn before.
window.addEventListener('beforeprint', () => draw(true));
window.addEventListener('afterprint', () => draw(false));
draw(false);
