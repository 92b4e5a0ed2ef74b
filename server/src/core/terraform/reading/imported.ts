import { memoize } from '../../memory/lazy';
import type { Instance } from '../instance';
import { attributeIn } from '../module';
import { type Declared, fullAddressOf } from './declared';

/**
 * Whether a resource was there before Terraform, which then leaves as it is what is not written:
 * developer.hashicorp.com/terraform/language/block/import
 */
export function isImported(root: Instance, target: Declared): boolean {
  return importedIn(root).has(withoutKeys(fullAddressOf(target)));
}

/** The addresses of what is imported, without keys: which of several it is only Terraform may know. */
const importedIn = memoize((root: Instance): ReadonlySet<string> => {
  return new Set(
    root.module.blocks('import').flatMap(({ block }) => {
      const to = attributeIn(block, 'to');
      return typeof to === 'string' ? [] : [withoutKeys(unquoted(to.value().source))];
    }),
  );
});

/** In JSON an address is a text. */
function unquoted(source: string): string {
  return source.replace(/^"(?:\$\{)?|\}?"$/g, '');
}

function withoutKeys(address: string): string {
  return address.replace(/\[[^\]]*\]/g, '').replace(/\s/g, '');
}
