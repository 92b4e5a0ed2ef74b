import { truth } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { evaluateProperty } from '../evaluation/evaluate';
import { intrinsicOf, memberOf, textOf } from '../intrinsic';
import type { Template, TemplateResource } from '../template';

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

/** Whether a trail is for all accounts of an organization, by the defaults of parameters. */
export function isOfOrganization(template: Template, trail: TemplateResource): boolean {
  const { organization } = vocabulary.trail.attributes;
  return truth(evaluateProperty(template, trail, organization.cloudformation)) === true;
}

/** A text as it stands inside `Fn::Sub`. */
export function escaped(content: string): string {
  return content.replaceAll('${', '${!');
}
