/**
 * Whether a text may be a CloudFormation template, by a look at its characters: so that manifests, workflows and package files cost no
 * more than that. Holds for a template that is half typed, from the first resource type on.
 */
export function looksLikeTemplate(text: string): boolean {
  return text.includes('AWS::') && resources.test(text);
}

/** The key at the root, in YAML or in JSON, with or without its colon yet. */
const resources = /^\ufeff?[ \t]*["']?Resources["']?[ \t]*(?::|\r?$)|[{,]\s*["']?Resources["']?\s*:/m;
