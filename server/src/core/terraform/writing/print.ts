/** What is to be written as HCL. The lines come out as `terraform fmt` would leave them. */
export type Item =
  | { readonly kind: 'attribute'; readonly name: string; readonly value: Written }
  | {
      readonly kind: 'block';
      readonly type: string;
      readonly labels: readonly string[];
      readonly items: readonly Item[];
    }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'blank' };

/** An expression: source that stands on one line, or brackets around more. */
export type Written =
  | string
  | { readonly kind: 'object'; readonly items: readonly Item[] }
  | { readonly kind: 'list'; readonly values: readonly Written[] }
  | { readonly kind: 'call'; readonly name: string; readonly argument: Written };

export const blank: Item = { kind: 'blank' };

export function attribute(name: string, value: Written): Item {
  return { kind: 'attribute', name, value };
}

export function block(type: string, labels: readonly string[], items: readonly Item[]): Item {
  return { kind: 'block', type, labels, items };
}

/** An object on one line. */
export function inline(entries: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(entries)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')} }`;
}

/** Blocks of several lines, parted by blank lines. */
export function parted(blocks: readonly Item[]): readonly Item[] {
  const apart = blocks.some((item) => item.kind === 'block' && item.items.length > 0);
  return apart ? blocks.flatMap((item, index) => (index === 0 ? [item] : [blank, item])) : blocks;
}

/** The lines, indented by two spaces a level and without line breaks. */
export function print(items: readonly Item[]): readonly string[] {
  return align(items.flatMap((item) => linesOf(item, '')));
}

/** The lines of an expression. */
export function printExpression(value: Written): readonly string[] {
  return align(written(value, '', '', ''));
}

/** An expression on one line, without comments. */
export function printInline(value: Written): string {
  if (typeof value === 'string') return value;
  switch (value.kind) {
    case 'call':
      return `${value.name}(${printInline(value.argument)})`;
    case 'list':
      return `[${value.values.map(printInline).join(', ')}]`;
    case 'object': {
      const entries = value.items.flatMap((item) =>
        item.kind === 'attribute' ? [`${item.name} = ${printInline(item.value)}`] : [],
      );
      return `{ ${entries.join(', ')} }`;
    }
  }
}

interface Line {
  readonly lead: string;
  /** From the `=` on, where the whole expression stands on the line: `terraform fmt` aligns those of neighbouring lines. */
  readonly assign: string | undefined;
}

function linesOf(item: Item, indentation: string): readonly Line[] {
  switch (item.kind) {
    case 'blank':
      return [plain('')];
    case 'comment':
      return [plain(`${indentation}# ${item.text}`)];
    case 'block': {
      const header = [item.type, ...item.labels.map((label) => JSON.stringify(label))].join(' ');
      if (item.items.length === 0) return [plain(`${indentation}${header} {}`)];
      return [
        plain(`${indentation}${header} {`),
        ...item.items.flatMap((inner) => linesOf(inner, `${indentation}  `)),
        plain(`${indentation}}`),
      ];
    }
    case 'attribute': {
      const lead = `${indentation}${item.name}`;
      if (typeof item.value === 'string') return [{ lead, assign: `= ${item.value}` }];
      const only = item.value.kind === 'list' && item.value.values.length === 1 ? item.value.values[0] : undefined;
      if (typeof only === 'string') return [{ lead, assign: `= [${only}]` }];
      return written(item.value, `${lead} = `, indentation, '');
    }
  }
}

/** The lines of an expression that starts after `before` and is followed by `after`. */
function written(value: Written, before: string, indentation: string, after: string): readonly Line[] {
  if (typeof value === 'string') return [plain(`${before}${value}${after}`)];
  const inner = `${indentation}  `;
  switch (value.kind) {
    case 'call':
      return written(value.argument, `${before}${value.name}(`, indentation, `)${after}`);
    case 'object':
      return [
        plain(`${before}{`),
        ...value.items.flatMap((item) => linesOf(item, inner)),
        plain(`${indentation}}${after}`),
      ];
    case 'list':
      return [
        plain(`${before}[`),
        ...value.values.flatMap((element) => written(element, inner, inner, ',')),
        plain(`${indentation}]${after}`),
      ];
  }
}

function plain(lead: string): Line {
  return { lead, assign: undefined };
}

function align(lines: readonly Line[]): readonly string[] {
  const printed: string[] = [];
  for (let from = 0; from < lines.length; ) {
    let to = from;
    while (lines[to]?.assign !== undefined) to++;
    const group = lines.slice(from, Math.max(to, from + 1));
    const width = Math.max(...group.map(({ lead }) => lead.length));
    for (const { lead, assign } of group) printed.push(assign === undefined ? lead : `${lead.padEnd(width)} ${assign}`);
    from += group.length;
  }
  return printed;
}
