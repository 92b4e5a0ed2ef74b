import { type Data, entryNamed } from '../syntax/data/tree';

/** A call of an intrinsic function, in its short form (`!Ref X`) or its long one (`{"Ref": "X"}`). */
export interface Intrinsic {
  /** Without `Fn::` or `!`. */
  readonly name: string;
  /** In the short form this is the node that carries the tag. */
  readonly argument: Data;
}

/** The functions of templates: docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export function intrinsicOf(data: Data): Intrinsic | undefined {
  if (data.tag !== undefined) return /^![A-Z]/.test(data.tag) ? { name: data.tag.slice(1), argument: data } : undefined;
  const [only, ...others] = data.kind === 'mapping' ? data.entries : [];
  if (!only || others.length > 0) return undefined;
  if (only.keyText === 'Ref' || only.keyText === 'Condition') return { name: only.keyText, argument: only.value };
  return only.keyText.startsWith('Fn::') ? { name: only.keyText.slice(4), argument: only.value } : undefined;
}

/** The text of a scalar: numbers keep their spelling, as an account id may start with a zero. Undefined for anything else. */
export function textOf(data: Data | undefined): string | undefined {
  return data?.kind === 'scalar' && data.value !== null ? data.source : undefined;
}

/** Null, where it is written: a value that is still to be typed is none yet. */
export function isNull(data: Data): boolean {
  return data.kind === 'scalar' && data.value === null && data.source !== '';
}

/** What is nothing by itself: no condition or parameter could make it a value. */
export function isNothing(data: Data): boolean {
  const intrinsic = intrinsicOf(data);
  if (!intrinsic) return isNull(data) || textOf(data) === '';
  return intrinsic.name === 'Ref' && textOf(intrinsic.argument) === 'AWS::NoValue';
}

/** The items of a sequence; undefined for anything else. */
export function itemsOf(data: Data | undefined): readonly Data[] | undefined {
  return data?.kind === 'sequence' ? data.items : undefined;
}

/** The value of an entry of a mapping. */
export function memberOf(data: Data | undefined, name: string): Data | undefined {
  return data?.kind === 'mapping' ? entryNamed(data, name)?.value : undefined;
}
