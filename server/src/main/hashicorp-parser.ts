import { parse } from '@cdktf/hcl2json';

/**
 * Whether HashiCorp's own parser accepts a Terraform file. The only place that knows the package: its parser is WebAssembly of several
 * megabytes, so this file is a bundle of its own, loaded when the first fix is chosen.
 */
export async function isAccepted(path: string, text: string): Promise<boolean> {
  try {
    await parse(path, text);
    return true;
  } catch {
    return false;
  }
}
