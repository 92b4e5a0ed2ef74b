import type { Setting, Switch } from '../../model/project';
import type { Entry } from '../../syntax/data/tree';
import { entryNamed } from '../../syntax/data/tree';
import { evaluateProperty, type Path } from '../evaluation/evaluate';
import { placeOf, type Template, type TemplateResource } from '../template';
import { switchSite } from '../writing/switch';

/** A property, or what is below it: its place is that of what is written of the way there. */
export function readSetting(template: Template, resource: TemplateResource, ...path: Path): Setting {
  const [name] = path;
  const value = evaluateProperty(template, resource, ...path);
  const written = deepestEntry(resource, ['Properties', ...path]);
  if (!written) return { name, value, place: undefined, named: undefined, written: undefined };
  const place = placeOf(template, { owner: written.owner, span: written.valueSpan });
  return { name, value, place, named: placeOf(template, written.key), written: placeOf(template, written) };
}

export function readSwitch(template: Template, resource: TemplateResource, name: string): Switch {
  const setting = readSetting(template, resource, name);
  return { ...setting, setBy: (value) => switchSite(template, resource, name, value)?.name };
}

/** The last entry on the way that is written below `Properties`. */
function deepestEntry(resource: TemplateResource, path: readonly (string | number)[]): Entry | undefined {
  let found: Entry | undefined;
  let data = resource.entry.value;
  for (const [index, step] of path.entries()) {
    if (typeof step === 'number') {
      const item = data.kind === 'sequence' ? data.items[step] : undefined;
      if (!item) break;
      data = item;
      continue;
    }
    const entry = data.kind === 'mapping' ? entryNamed(data, step) : undefined;
    if (!entry) break;
    if (index > 0) found = entry;
    data = entry.value;
  }
  return found;
}
