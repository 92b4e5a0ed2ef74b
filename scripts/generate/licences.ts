import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The texts that are kept in licences/, for what comes without one. */
export type LicenceName = 'Apache-2.0' | 'BSD-3-Clause-Go' | 'MIT-Martin-Atkins' | 'MPL-2.0';

export function licenceText(name: LicenceName): string {
  return tidy(readFileSync(join(__dirname, 'licences', `${name}.txt`), 'utf8'));
}

/** The texts that a package comes with. Undefined where it comes without any. */
export function licenceIn(folder: string): string | undefined {
  const names = readdirSync(folder).filter((name) =>
    /^(licen[cs]e|copying|notice|third-?party-?notices)\b/i.test(name),
  );
  // File systems list in different orders.
  const texts = names.sort().map((name) => tidy(readFileSync(join(folder, name), 'utf8')));
  return texts.length > 0 ? texts.join('\n\n') : undefined;
}

function tidy(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');
}
