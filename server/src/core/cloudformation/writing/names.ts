import { truth } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { sectionNamed } from '../../syntax/data/tree';
import { evaluateProperty } from '../evaluation/evaluate';
import { intrinsicOf, memberOf, textOf } from '../intrinsic';
import { referencesIn } from '../references';
import type { Template, TemplateResource } from '../template';
import type { Insert } from './policy';
import { toWritten } from './rewrite';

/**
 * The name of a trail or event data store as it stands inside `Fn::Sub`, with `*` for what is not known: a trail without a name is named
 * after its stack. So is what names a resource that may not be named, because it needs what the name is for.
 */
export function nameOf(resource: TemplateResource, mayName: (id: string) => boolean = () => true): string {
  const { trail, store } = vocabulary;
  const { name } = (resource.type === store.cloudformation ? store : trail).attributes;
  const value = memberOf(memberOf(resource.entry.value, 'Properties'), name.cloudformation);
  if (!value) return '${AWS::StackName}-*';
  const intrinsic = intrinsicOf(value);
  const source = intrinsic ? textOf(intrinsic.argument) : undefined;
  const { loopVariable } = resource;
  const withoutLoop = (content: string) =>
    loopVariable === undefined
      ? content
      : content.replaceAll(`\${${loopVariable}}`, '*').replaceAll(`&{${loopVariable}}`, '*');
  const readable = (content: string) =>
    withoutLoop(content).replace(/\$\{([^!}.]+)[^}]*\}/g, (whole, id: string) => (mayName(id.trim()) ? whole : '*'));
  if (!intrinsic) return escaped(textOf(value) ?? '*');
  if (source === undefined) return '*';
  if (intrinsic.name === 'Ref') return readable(`\${${source}}`);
  return intrinsic.name === 'Sub' ? readable(source) : '*';
}

/** The prefix of what the trail writes to its bucket; undefined where it has none. */
export function prefixOf(trail: TemplateResource): Insert | undefined {
  const { prefix } = vocabulary.trail.attributes;
  const value = memberOf(memberOf(trail.entry.value, 'Properties'), prefix.cloudformation);
  if (!value) return undefined;
  const intrinsic = intrinsicOf(value);
  if (!intrinsic) return escaped(textOf(value) ?? '') || undefined;
  const source = textOf(intrinsic.argument);
  if (intrinsic.name === 'Ref' && source === 'AWS::NoValue') return undefined;
  if (intrinsic.name === 'Ref' && source !== undefined) return `\${${source}}`;
  if (intrinsic.name === 'Sub' && source !== undefined) return source;
  const written = toWritten(value);
  return written && { name: 'Prefix', value: written };
}

/** Whether a trail is for all accounts of an organization, by the defaults of parameters. */
export function isOfOrganization(template: Template, trail: TemplateResource): boolean {
  const { organization } = vocabulary.trail.attributes;
  return truth(evaluateProperty(template, trail, organization.cloudformation)) === true;
}

/** Whether a resource refers to another one, right away or by others: what that one refers to then may not be the first. */
export function reaches({ file }: Template, from: string, to: string): boolean {
  const members = new Map(sectionNamed(file.content, 'Resources')?.members.map(({ member }) => [member.name, member]));
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    const member = members.get(id);
    if (!member || seen.has(id)) continue;
    seen.add(id);
    open.push(...referencesIn(member.value()));
  }
  return false;
}

function escaped(content: string): string {
  return content.replaceAll('${', '${!');
}
