import { attributeIn, nestedBlocks, type Resource } from '../module';

/** Whether Terraform leaves an attribute as it is: developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes */
export function ignoresChangesOf(resource: Resource, name: string): boolean {
  return nestedBlocks(resource, 'lifecycle').some(({ block }) => {
    const ignored = attributeIn(block, 'ignore_changes');
    const value = typeof ignored === 'string' ? undefined : ignored.value();
    const names = value?.kind === 'tuple' ? value.items : value ? [value] : [];
    return names.some(({ source }) => {
      // What is inside of it counts as well: a rule of a bucket's encryption is a part of that.
      const written = source.replace(/^"(.*)"$/, '$1');
      return written === 'all' || written === name || written.startsWith(`${name}[`) || written.startsWith(`${name}.`);
    });
  });
}
