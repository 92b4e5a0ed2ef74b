import { templateExtensions } from '../../server/src/core/template-extensions';

const terraform = ['terraform', 'opentofu'];
/** Of the files of variables only those that Terraform loads by itself are ours: the server tells by the name. */
const variables = ['terraform-vars', 'opentofu-vars'];
const templates = ['cloudformation', 'cloudformation-yaml', 'cloudformation-json', 'yaml-sam'];
/** Most documents of these are none of ours. The server tells by a look at the text, and says nothing of those. */
const data = ['yaml', 'json', 'jsonc'];

/** No editor has a language for these: they are plain text there, and the server tells by the text what they are. */
const templateFiles = { pattern: `**/*.{${templateExtensions}}` };

/** What the server is told of. No scheme: untitled documents and virtual file systems are judged as well. */
export const documentSelector = [
  ...[...terraform, ...variables, ...templates, ...data].map((language) => ({ language })),
  templateFiles,
];

/** What is surely for us, by its name alone: only there is Trailseal mentioned without a finding. */
export const ownDocuments = [
  ...[...terraform, ...templates].map((language) => ({ language })),
  { pattern: '**/*.{tf,tofu}.json' },
  { pattern: '**/{terraform.tfvars,terraform.tfvars.json,*.auto.tfvars,*.auto.tfvars.json}' },
  templateFiles,
];
