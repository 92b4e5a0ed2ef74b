import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type LicenceName, licenceText } from './licences';
import type { Work } from './work';

interface Module {
  readonly licence: string;
  readonly text: LicenceName;
  readonly note?: string;
}

/** The licences of the Go modules, which the package does not say itself. */
const modules: Readonly<Record<string, Module>> = {
  'github.com/agext/levenshtein': {
    licence: 'Apache-2.0',
    text: 'Apache-2.0',
    note: 'Alrux Go EXTensions (AGExt) - package lev. Copyright 2016 ALRUX Inc. This product includes software developed at ALRUX Inc. (http://www.alrux.com/).',
  },
  'github.com/apparentlymart/go-textseg/v15': {
    licence: 'MIT, with parts under Apache-2.0 and the Unicode licence',
    text: 'MIT-Martin-Atkins',
    note: 'Its table generator is copyright 2014 Couchbase, Inc. (Apache-2.0), its tables are made from data of Unicode, Inc. (unicode.org/copyright.html).',
  },
  'github.com/hashicorp/hcl/v2': {
    licence: 'MPL-2.0',
    text: 'MPL-2.0',
    note: 'Copyright HashiCorp, Inc. Its source: github.com/hashicorp/hcl.',
  },
  'github.com/tmccombs/hcl2json': { licence: 'Apache-2.0', text: 'Apache-2.0' },
  'github.com/zclconf/go-cty': { licence: 'MIT', text: 'MIT-Martin-Atkins' },
  'golang.org/x/text': { licence: 'BSD-3-Clause', text: 'BSD-3-Clause-Go' },
};

const inside = 'in @cdktf/hcl2json';

/** What the WebAssembly of hcl2json is built from, by the file names of the sources that its compiler has left in it. */
export function worksInHcl2json(root: string): readonly Work[] {
  const packed = readFileSync(join(root, 'node_modules/@cdktf/hcl2json/main.wasm.gz'));
  const names = gunzipSync(packed)
    .toString('latin1')
    .matchAll(/\b((?:github\.com|golang\.org)\/[\w./-]+)@v([\d.]+)/g);
  const versions = new Map([...names].map(([, name = '', version = '']) => [name, version]));
  const found = [...versions].sort().map(([name, version]): Work => {
    const module = modules[name];
    if (!module) throw new Error(`@cdktf/hcl2json contains ${name}: look up its licence.`);
    const { licence, text, note = '' } = module;
    return { name, version: `${version}, ${inside}`, licence, note, text: licenceText(text) };
  });
  const go = { licence: 'BSD-3-Clause', note: '', text: licenceText('BSD-3-Clause-Go') };
  return [...found, { ...go, name: 'The Go runtime and standard library', version: inside }];
}
