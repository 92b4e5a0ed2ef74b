import type { Additions, ConditionBlueprint, PolicyBlueprint } from '../../blueprints/policy';
import type { BlueprintText } from '../../blueprints/text';
import type { TextEdit } from '../../text/edit';
import { lineBreak } from '../../text/layout';
import type { LocatedBlock } from '../module';
import type { Closable } from '../sites/closing';
import { creationCondition } from '../sites/creation';
import type { PolicyForm } from '../sites/policy-form';
import type { TrailsNamed } from '../sites/widening';
import { appendElements, appendToOne, becomeList, spreadOut } from './elements';
import type { NewMember } from './file-writer';
import { inFile } from './hcl-writer';
import { appendTexts, appendToHeredoc, conditionInHeredoc } from './heredoc';
import { conditionInObject } from './objects';
import { addBlocks, type Part, replaceValue } from './parts';
import { conditionBlock, documentReference, policyDocument, statementBlocks, statementObjects } from './policy';
import { attribute, blank, type Item } from './print';
import { type SourceOfPart, templateOf } from './template';

/** Adds statements to a policy in its own form. `name` is that of a document, should it take one of its own. */
function appendStatements(
  form: PolicyForm,
  policy: PolicyBlueprint,
  sourceOf: SourceOfPart,
  name: string,
): readonly Part[] {
  const { owner } = form;
  const eol = lineBreak(owner.file.text);
  if (policy.statements.length === 0) return [];
  switch (form.kind) {
    case 'list':
      return inBlock(owner, appendElements(owner.block, form.statements, statementObjects(policy, sourceOf), eol));
    case 'one':
      return inBlock(owner, appendToOne(owner.block, form.statement, statementObjects(policy, sourceOf), eol));
    case 'heredoc':
      return inBlock(owner, appendToHeredoc(owner.block.text, form.statements, policy, sourceOf, eol));
    case 'document':
      return [{ kind: 'members', owner, members: statementBlocks(policy, sourceOf).flatMap(asMember) }];
    case 'shared': {
      const condition = creationCondition(owner);
      const count = condition === undefined ? [] : [attribute('count', condition), blank];
      const lead = [...count, attribute('source_policy_documents', { kind: 'list', values: [form.source] })];
      const index = condition === undefined ? '' : '[0]';
      return [
        replaceValue(form.attribute, documentReference(name, index)),
        ...addBlocks(owner, [policyDocument(policy, name, sourceOf, lead)]),
      ];
    }
  }
}

/** Gives a policy what it lacks. `name` is that of a document, should it take one of its own. */
export function addTo(
  form: PolicyForm,
  { widened, appended }: Additions<TrailsNamed>,
  sourceOf: SourceOfPart,
  name: string,
): readonly Part[] {
  return [
    ...[...widened].flatMap(([named, trails]) => nameAsWell(named, trails, sourceOf)),
    ...appendStatements(form, appended, sourceOf, name),
  ];
}

function nameAsWell(
  { owner, ...named }: TrailsNamed,
  trails: readonly BlueprintText[],
  sourceOf: SourceOfPart,
): readonly Part[] {
  const eol = lineBreak(owner.file.text);
  const { block } = owner;
  const texts = [...new Set(trails.map((trail) => templateOf(trail, sourceOf)))];
  switch (named.kind) {
    case 'expression': {
      const { values } = named;
      const isList = values.kind === 'tuple';
      return inBlock(owner, isList ? appendElements(block, values, texts, eol) : becomeList(block, values, texts, eol));
    }
    case 'last-argument':
      return inBlock(
        owner,
        spreadOut(block, named.argument, [...named.values.items.map(({ source }) => source), ...texts], eol),
      );
    case 'json':
      return inBlock(owner, appendTexts(owner.block.text, named.values, trails, sourceOf, eol));
  }
}

/** Adds a condition to statements. */
export function restrictStatements(
  pieces: readonly Closable[],
  condition: ConditionBlueprint,
  sourceOf: SourceOfPart,
): readonly Part[] {
  return pieces.flatMap((piece) => restrict(piece, condition, sourceOf));
}

function restrict(piece: Closable, condition: ConditionBlueprint, sourceOf: SourceOfPart): readonly Part[] {
  const { owner } = piece;
  const eol = lineBreak(owner.file.text);
  switch (piece.kind) {
    case 'object':
      return inBlock(owner, conditionInObject(owner.block, piece.statement, condition, sourceOf, eol));
    case 'json':
      return inBlock(owner, conditionInHeredoc(owner.block.text, piece.statement, condition, sourceOf, eol));
    case 'block': {
      const members = asMember(conditionBlock(condition, sourceOf));
      return [{ kind: 'members', owner: { ...owner, block: piece.statement }, members }];
    }
  }
}

function asMember(item: Item): readonly NewMember[] {
  return item.kind === 'block' ? [{ kind: 'block', block: item }] : [];
}

function inBlock(owner: LocatedBlock, edits: readonly TextEdit[]): readonly Part[] {
  return [{ kind: 'edits', path: owner.file.path, edits: edits.map((edit) => inFile(owner, edit)) }];
}
