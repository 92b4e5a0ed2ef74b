import assert from 'node:assert/strict';
import { parse } from '@cdktf/hcl2json';
import { readData } from '../../server/src/core/syntax/data/read';
import { blocksOfJson } from '../../server/src/core/syntax/hcl/from-json';
import { readHcl } from '../../server/src/core/syntax/hcl/read';
import type { Expression, Step, TopLevelBlock } from '../../server/src/core/syntax/hcl/tree';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { asJson } from './as-json';

/** Expressions, and what is read of them, in a notation in which every kind of expression looks different. */
const loops: Readonly<Record<string, string>> = {
  '[for v in c : v]': 'for(v in c: v)',
  '[for k, v in var.c : v.x if k != "a"]': 'for(k,v in var.c: v.x if (k != "a"))',
  '{for v in c : v => v}': 'for(v in c: v => v)',
  '{for k, v in c : v.key => k... if v.on}': 'for(k,v in c: v.key => k... if v.on)',
  '[for v in [for w in c : w.x] : {for y in v : y => [y]}]': 'for(v in for(w in c: w.x): for(y in v: y => [y]))',
  '[for v in c : v][0]': 'for(v in c: v)[0]',
  '[for v in a ? b : c : v ? 1 : 2]': 'for(v in (a ? b : c): (v ? 1 : 2))',
  '[ /* a */ for /* b */ v # c\n in // d\n c /* e */ : # f\n v /* g */ if /* h */ v /* i */ ]': 'for(v in c: v if v)',
  '{ # a\n for k /* b */ , /* c */ v in c # d\n : k # e\n => /* f */ v /* g */ ... /* h */ if # i\n v # j\n }':
    'for(k,v in c: k => v... if v)',
};

/** The insides of quoted templates. */
const directives: Readonly<Record<string, string>> = {
  '%{ if a }x%{ else }y%{ endif }': 't[(a ? "x" : "y")]',
  '%{ if a }x%{ endif }': 't[(a ? "x" : "")]',
  '%{ if a }%{ else }%{ endif }': 't[(a ? "" : "")]',
  'p %{ if a }${b}%{ else }x ${c}%{ endif } q': 't["p " (a ? t["" b] : t["x " c]) " q"]',
  '%{ for v in c }${v}%{ endfor }': 't[join("", for(v in c: t["" v]))]',
  '%{ for k, v in c }${k}=${v},%{ endfor }': 't[join("", for(k,v in c: t[k "=" v ","]))]',
  '%{ for v in c }%{ endfor }': 't[join("", for(v in c: ""))]',
  '%{ for v in c }%{ if v }x%{ endif }%{ endfor }': 't[join("", for(v in c: t["" (v ? "x" : "")]))]',
  '%{ if a }%{ if b }x%{ else }y%{ endif }%{ else }z%{ endif }': 't[(a ? t["" (b ? "x" : "y")] : "z")]',
  '%{ if a ? b : c }x%{ endif }': 't[((a ? b : c) ? "x" : "")]',
  '%{ /* a */ if /* b */ c /* d */ }x%{ /* e */ endif /* f */ }': 't[(c ? "x" : "")]',
  'a %%{ if b }': '"a %{ if b }"',
  // Strip marks.
  'a \\n ${~ b ~} \\t c': 't["a" b "c"]',
  'a %{~ if b ~} c %{~ else ~} d %{~ endif ~} e': 't["a" (b ? "c" : "d") "e"]',
  '%{ for v in c ~} ${v} %{ endfor ~} ': 't[join("", for(v in c: t["" v " "])) ""]',
  ' ${~ a ~} ': 't["" a ""]',
  '${~ a ~}': 't[a]',
};

describe('expressions and templates', () => {
  it('reads loops', async () => {
    const { readExpression } = await loading;
    for (const [source, expected] of Object.entries(loops)) assert.equal(show(readExpression(source, 0)), expected);
  });

  it('reads loops in JSON', async () => {
    const syntax = await loading;
    for (const [source, expected] of Object.entries(loops)) {
      assert.equal(show(readJson({ x: `\${${source}}` }, syntax)), expected);
    }
  });

  it('reads directives', async () => {
    const { readExpression } = await loading;
    for (const [inside, expected] of Object.entries(directives)) {
      assert.equal(show(readExpression(`"${inside}"`, 0)), expected, inside);
    }
  });

  it('reads directives in JSON as in a heredoc, and keeps places inside the string', async () => {
    const syntax = await loading;
    const random = randomNumbers(2);
    const samples = Array.from({ length: 300 }, () => randomTemplate(random, 3, 'heredoc'));
    for (const inside of samples) {
      const heredoc = show(syntax.readExpression(`<<END\n${inside}!\nEND`, 0));
      assert.equal(show(readJson({ x: `${inside}!` }, syntax)), heredoc.replace('!\\n"', '!"'), inside);
    }
    assert.equal(show(readJson({ x: '\n %{ if a }x%{ endif } \n ' }, syntax)), 't["\\n " (a ? "x" : "") " \\n "]');
    assert.equal(show(readJson({ x: 'EOT\n${~ a }\nEOT\n' }, syntax)), 't["EOT" a "\\nEOT\\n"]');
    for (const [inside, expected] of Object.entries(directives)) {
      if (inside.includes('\\')) continue;
      // What is nothing but an interpolation is no template in JSON.
      assert.equal(show(readJson({ x: inside }, syntax)), expected.replace(/^t\[(a)\]$/, '$1'), inside);
    }
  });

  it('has the place of a directive for what is made of it, and source that means the same', async () => {
    const { readExpression } = await loading;
    const source = '"a %{ if b ? c : d }${x}%{ else }\\n%{ for k, v in e }f%{ endfor ~}%{ endif }"';
    const template = readExpression(source, 100);
    assert.equal(template.kind, 'template');
    const [, made] = template.kind === 'template' ? template.parts : [];
    assert.ok(typeof made === 'object');
    assert.deepEqual(made.span, { start: 103, end: 100 + source.length - 1 });
    assert.equal(made.source, '(b ? c : d) ? "${x}" : "\\n${join("", [for k, v in e : "f"])}"');
    assert.equal(
      show(readExpression(made.source, 0)),
      '(((b ? c : d)) ? t[x] : t["\\n" join("", for(k,v in e: "f"))])',
    );
  });

  it('cannot read what is not balanced', async () => {
    const { readExpression } = await loading;
    for (const inside of [
      '%{ if a }',
      '%{ endif }',
      '%{ for v in c }%{ endif }',
      '%{ if a }%{ else }%{ else }%{ endif }',
      '%{ x }',
    ]) {
      assert.equal(readExpression(`"${inside}"`, 0).kind, 'unreadable', inside);
      assert.equal(readJson({ x: inside }, await loading).kind, 'unreadable', inside);
    }
  });

  it('agrees with HashiCorp on templates with directives, strip marks and indented heredocs', async () => {
    const syntax = await loading;
    const random = randomNumbers(1);
    let compared = 0;
    for (let round = 0; round < 2000; round++) {
      const heredoc = random(3) > 0;
      const inside = randomTemplate(random, 3, heredoc ? 'heredoc' : 'quoted');
      const value = heredoc ? `<<${random(2) === 0 ? '' : '-'}EOT\n${inside}\n  EOT` : `"${inside}"`;
      const text = `x = ${value}\n`;
      const expected = await parse('main.tf', `block {\n${text}}\n`).catch(() => undefined);
      if (expected === undefined) continue;
      assert.deepEqual(asJson(`block {\n${text}}\n`, syntax), expected, text);
      compared++;
    }
    assert.ok(compared > 1500, `compared ${compared}`);
  });

  it('reads every beginning of a template', async () => {
    const syntax = await loading;
    const samples = [
      ...Object.keys(loops),
      ...Object.keys(directives).flatMap((inside) => [`"${inside}"`, `<<-E\n  ${inside}\n  E\n`]),
    ];
    for (const sample of samples) {
      for (let length = 0; length <= sample.length; length++) {
        const beginning = sample.slice(0, length);
        show(syntax.readExpression(beginning, 0));
        show(readJson({ x: beginning }, syntax));
        for (const { block } of readHcl(`block {\n  x = ${beginning}`, syntax.readExpression).blocks) {
          for (const attribute of block.body().attributes) show(attribute.value());
        }
      }
    }
  });

  it('ends where directives are nested without end', async () => {
    const syntax = await loading;
    for (const depth of [100, 1000, 20_000]) {
      const inside = `${'%{ if a }'.repeat(depth)}x${'%{ endif }'.repeat(depth)}`;
      const { kind } = syntax.readExpression(`"${inside}"`, 0);
      assert.ok(kind === 'unreadable' || (depth === 100 && kind === 'template'), `${depth}: ${kind}`);
      readJson({ x: inside }, syntax);
    }
    readJson({ x: '%{ for '.repeat(100_000) }, syntax);
  });
});

function readJson(locals: Readonly<Record<string, string>>, { dataParsers, readExpression }: Syntax): Expression {
  const text = JSON.stringify({ locals });
  const [found] = blocksOfJson(readData(text, 'json', dataParsers), readExpression);
  const [attribute] = found?.block.body().attributes ?? [];
  assert.ok(found && attribute);
  const value = attribute.value();
  const { start, end } = attribute.valueSpan;
  for (const { span } of within(value))
    assert.ok(span.start >= start && span.end <= end && span.start <= span.end, text);
  assertPlaces(found, value, text);
  return value;
}

/** Names inside a value stand where they are said to, unless escapes have moved them. What is nothing but an interpolation has the place of the string. */
function assertPlaces({ start }: TopLevelBlock, value: Expression, text: string): void {
  if (text.includes('\\')) return;
  for (const each of within(value).slice(1)) {
    if (each.kind === 'name') assert.equal(text.slice(start + each.span.start, start + each.span.end), each.name);
  }
}

function within(expression: Expression): readonly Expression[] {
  return [expression, ...childrenOf(expression).flatMap(within)];
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts.filter((part) => typeof part === 'object');
    case 'conditional':
      return [expression.test, expression.whenTrue, expression.whenFalse];
    case 'call':
      return expression.arguments;
    case 'tuple':
      return expression.items;
    case 'for':
      return [expression.collection, expression.key, expression.value, expression.condition].filter(
        (part) => part !== undefined,
      );
    case 'access':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    default:
      return [];
  }
}

function show(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value);
    case 'template':
      return `t[${expression.parts.map((part) => (typeof part === 'string' ? JSON.stringify(part) : show(part))).join(' ')}]`;
    case 'name':
      return expression.name;
    case 'access':
      return `${show(expression.of)}${expression.steps.map(showStep).join('')}`;
    case 'conditional':
      return `(${show(expression.test)} ? ${show(expression.whenTrue)} : ${show(expression.whenFalse)})`;
    case 'call':
      return `${expression.name}(${expression.arguments.map(show).join(', ')})`;
    case 'tuple':
      return `[${expression.items.map(show).join(', ')}]`;
    case 'object':
      return `{${expression.entries.map(({ key, value }) => `${show(key)} = ${show(value)}`).join(', ')}}`;
    case 'parentheses':
      return `(${show(expression.inner)})`;
    case 'unary':
      return `${expression.operator}${show(expression.operand)}`;
    case 'binary':
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case 'for': {
      const { keyName, valueName, collection, key, value, groups, condition } = expression;
      const names = keyName === undefined ? valueName : `${keyName},${valueName}`;
      const element = key ? `${show(key)} => ${show(value)}${groups ? '...' : ''}` : show(value);
      return `for(${names} in ${show(collection)}: ${element}${condition ? ` if ${show(condition)}` : ''})`;
    }
    case 'unreadable':
      return '?';
  }
}

function showStep(step: Step): string {
  switch (step.kind) {
    case 'attribute':
      return `.${step.name}`;
    case 'index':
      return `[${show(step.key)}]`;
    case 'splat':
      return `[*]${step.steps.map(showStep).join('')}`;
  }
}

const interpolated = [
  'x',
  'v.a',
  'f(x)',
  '"q"',
  '"q${y}"',
  'x ? "y" : z',
  '{ for k, v in m : k => v... if k }',
  '"%{ if a }b%{ endif }"',
];
const texts = {
  heredoc: [
    'a',
    ' ',
    'word ',
    '\n',
    '    ',
    '\n  ',
    '\n    a',
    '\n\t',
    '\n\n',
    '  \n',
    '\n      x\n',
    '\r\n',
    '$${',
    '%%{',
    '\\',
    '"',
    '#',
    '/*',
    'é',
  ],
  quoted: ['a', ' ', 'word ', '\\n', '\\t', ' \\n ', '$${', '%%{', '\\"', '\\\\', '#', '/*', 'é'],
};

function randomTemplate(random: (limit: number) => number, depth: number, form: keyof typeof texts): string {
  const pick = (from: readonly string[]) => from[random(from.length)] ?? '';
  const strip = () => pick(['', '', '', '~']);
  const mark = (sign: '$' | '%', content: string) => `${sign}{${strip()} ${content} ${strip()}}`;
  const body = () => randomTemplate(random, depth - 1, form);
  const part = (): string => {
    switch (random(depth > 0 ? 6 : 3)) {
      case 0:
      case 1:
        return pick(texts[form]);
      case 2:
        return mark('$', pick(interpolated));
      case 3:
        return `${mark('%', `if ${pick(interpolated)}`)}${body()}${mark('%', 'endif')}`;
      case 4:
        return `${mark('%', `if ${pick(interpolated)}`)}${body()}${mark('%', 'else')}${body()}${mark('%', 'endif')}`;
      default:
        return `${mark('%', `for ${pick(['v', 'k, v'])} in ${pick(interpolated)}`)}${body()}${mark('%', 'endfor')}`;
    }
  };
  return Array.from({ length: random(4) + (depth === 3 ? 1 : 0) }, part).join('');
}

/** Whole numbers below a limit, the same ones in every run. (Numerical Recipes' linear congruential generator.) */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
