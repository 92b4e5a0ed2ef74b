import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkspacePlan } from './workspace-plan';
import { moduleFiles } from './workspace-text';

export interface WrittenWorkspace {
  /** How many files of Terraform: those of variables are not counted. */
  readonly files: number;
  readonly megabytes: number;
}

/** Writes the modules to a folder that is empty. */
export function writeWorkspace(root: string, { modules }: WorkspacePlan): WrittenWorkspace {
  let [files, bytes] = [0, 0];
  for (const module of modules) {
    const folder = join(root, module.folder);
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of moduleFiles(module)) {
      writeFileSync(join(folder, name), text);
      if (name.endsWith('.tfvars')) continue;
      files++;
      bytes += text.length; // nothing in it takes more than one
    }
  }
  return { files, megabytes: bytes / 1e6 };
}
