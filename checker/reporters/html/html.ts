import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GradedClass } from '../../grading/graded.ts';
import { buildPageData } from './build_page_data.ts';
import { pageScript } from './page_script.ts';

const HERE = import.meta.dirname;

/** The files of the style, in their order: what comes later overrides, so narrow windows and paper are the last. */
const STYLE = ['colors', 'base', 'parts', 'map', 'tables', 'failure', 'sequence', 'narrow', 'print'];

/**
 * The class as one file that needs nothing else. Data travels as JSON that no parser of HTML can end early, and becomes
 * text on the page, never markup. Only the script and the style of this file may run, and none may load anything.
 */
export function toHtml(graded: GradedClass): string {
  const script = pageScript();
  const style = STYLE.map((name) => readFileSync(join(HERE, 'style', `${name}.css`), 'utf8')).join('\n');
  const parts: Record<string, string> = {
    policy: `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`,
    style,
    data: dataText(buildPageData(graded)),
    script,
  };
  const template = readFileSync(join(HERE, 'template.html'), 'utf8');
  // One pass: what is filled in is not looked at again.
  return template.replace(/\{\{(\w+)\}\}/g, (_hole, name: string) => parts[name] as string);
}

/** JSON in which no `<` stands: neither `</script>` nor `<!--` can begin. U+2028 and U+2029 are escaped for old readers. */
function dataText(data: unknown): string {
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
