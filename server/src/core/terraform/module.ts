import type { Place } from '../model/place';
import type { TerraformFile } from '../source';
import { type Attribute, attributeNamed, type Block, type TopLevelBlock } from '../syntax/hcl/tree';
import { type Span, shift } from '../text/span';

/** The files of one folder, and their blocks by what they are referred to as. */
export interface Module {
  readonly files: readonly TerraformFile[];
  /** By address: `aws_cloudtrail.main`, `data.aws_region.current`. Of several blocks with one address, the first. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** The managed resources by type, each block of them. */
  readonly managed: ReadonlyMap<string, readonly Resource[]>;
  /** By name, without `var.` */
  readonly variables: ReadonlyMap<string, LocatedBlock>;
  /** By name, without `local.` */
  readonly locals: ReadonlyMap<string, Local>;
}

/** A top-level block and its file. */
export interface LocatedBlock extends TopLevelBlock {
  readonly file: TerraformFile;
}

export interface Resource extends LocatedBlock {
  readonly address: string;
  readonly type: string;
  readonly name: string;
}

export interface Local {
  readonly owner: LocatedBlock;
  readonly attribute: Attribute;
}

/** The module that the files of one folder make up. */
export function makeModule(files: readonly TerraformFile[]): Module {
  const resources = new Map<string, Resource>();
  const managed = new Map<string, Resource[]>();
  const variables = new Map<string, LocatedBlock>();
  const locals = new Map<string, Local>();
  for (const file of files) {
    for (const topLevel of file.content.blocks) {
      const { block } = topLevel;
      const located = { ...topLevel, file };
      const [first, second] = block.labels;
      if (block.type === 'locals') {
        for (const attribute of block.body().attributes) locals.set(attribute.name, { owner: located, attribute });
      } else if (first === undefined) continue;
      else if (block.type === 'variable') variables.set(first, located);
      else if ((block.type === 'resource' || block.type === 'data') && second !== undefined) {
        const isData = block.type === 'data';
        const address = isData ? `data.${first}.${second}` : `${first}.${second}`;
        const resource = { ...located, address, type: first, name: second };
        if (!resources.has(address)) resources.set(address, resource);
        if (isData) continue;
        const ofType = managed.get(first);
        if (ofType) ofType.push(resource);
        else managed.set(first, [resource]);
      }
    }
  }
  return { files, resources, managed, variables, locals };
}

/** The managed resources of a type, in the order of files and lines. */
export function resourcesOfType(module: Module, type: string): readonly Resource[] {
  return module.managed.get(type) ?? [];
}

export function placeOf(owner: LocatedBlock, within: Span): Place {
  return { path: owner.file.path, span: shift(within, owner.start) };
}

/** An attribute, or why there is none: `unsure` where the body is being typed and the name may be among what does not read. */
export function findAttribute(block: Block, name: string): Attribute | 'absent' | 'unsure' {
  const body = block.body();
  const attribute = attributeNamed(body, name);
  if (attribute) return attribute;
  return body.mayHold(name) ? 'unsure' : 'absent';
}
