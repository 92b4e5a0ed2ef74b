import { freeName } from '../blueprints/free-name';
import { lackingStatements, trailKey, trailKeyPolicy } from '../blueprints/key';
import { withFreeIds } from '../blueprints/policy';
import type { Change } from '../model/change';
import type { FileEdits } from '../model/edits';
import { vocabulary } from '../model/vocabulary';
import { appendItems, type Document, insertEntry } from '../syntax/data/insert';
import { insertIntoSection, insertMembers } from '../syntax/data/insert-section';
import { styleOf } from '../syntax/data/style';
import { findEntry, sectionNamed } from '../syntax/data/tree';
import { bare, call, entry, mapping, type WrittenEntry } from '../syntax/data/written';
import type { TextEdit } from '../text/edit';
import { intrinsicOf, memberOf, textOf } from './intrinsic';
import { keyPolicy } from './key-policy';
import { policyDocument, statements, textWith } from './policy';
import { conditionOf } from './project';
import { setKey } from './set-key';
import { inFile, resourcesOfType, type Template, type TemplateResource } from './template';

/** Writes changes of meaning into a template. The edits are disjoint. */
export function write(template: Template, changes: readonly Change[]): readonly FileEdits[] {
  const document: Document = {
    text: template.file.text,
    style: styleOf(template.file.content),
    inFile: (data) => inFile(template, data),
  };
  const edits = changes.flatMap((change) => writeChange(document, template, change));
  return [{ path: template.file.path, edits }];
}

function writeChange(document: Document, template: Template, change: Change): readonly TextEdit[] {
  const trail = resource(template, change.trail);
  switch (change.kind) {
    case 'encrypt-trail':
      return setKey(document, template, trail, call('GetAtt', `${change.key}.Arn`));
    case 'encrypt-trail-with-new-key':
      return addKey(document, template, trail);
    case 'encrypt-trail-with-input':
      return addParameter(document, template, trail);
    case 'let-trail-use-key':
      return letTrailUseKey(document, template, resource(template, change.key), trail);
    case 'set-input':
      throw new Error('a template calls no modules');
    case 'rename-property': {
      const properties = memberOf(trail.entry.value, 'Properties');
      const wrong = properties && findEntry(properties, change.written);
      if (!wrong || typeof wrong === 'string' || wrong.key.kind !== 'scalar') return [];
      const { style } = wrong.key;
      const quote = style === 'double' ? '"' : style === 'single' ? "'" : '';
      return [{ span: document.inFile(wrong.key), text: `${quote}${change.meant}${quote}` }];
    }
  }
}

function resource(template: Template, name: string): TemplateResource {
  const found = template.resources.get(name);
  if (!found) throw new Error(`a change names ${name}, which is not in the template`);
  return found;
}

function addKey(document: Document, template: Template, trail: TemplateResource): readonly TextEdit[] {
  const section = sectionNamed(template.file.content, 'Resources');
  if (!section) return [];
  const trailName = nameOf(trail);
  const blueprint = trailKey(trailName.includes('*'));
  const wanted = ['CloudTrailKey', `${trail.name.replace(/[^0-9A-Za-z]/g, '')}Key`];
  const isTaken = (name: string) => template.ids.has(name) || template.parameters.has(name);
  const id = freeName(wanted, '', (name) => isTaken(name) || isTaken(`${name}Alias`));
  const condition = conditionOf(trail);
  const conditions = condition === '' ? [] : [entry('Condition', condition)];
  const { attributes } = vocabulary.key;
  const key: WrittenEntry = entry(
    id,
    mapping([
      entry('Type', vocabulary.key.cloudformation),
      ...conditions,
      entry('DeletionPolicy', 'Retain'),
      entry('UpdateReplacePolicy', 'Retain'),
      entry(
        'Properties',
        mapping([
          entry(attributes.description.cloudformation, textWith(blueprint.description, trailName)),
          entry(attributes.rotation.cloudformation, bare(String(blueprint.rotates))),
          entry(attributes.deletionWindow.cloudformation, bare(String(blueprint.deletionWindow))),
          entry(attributes.policy.cloudformation, policyDocument(blueprint.policy, trailName)),
        ]),
      ),
    ]),
  );
  // A trail's name may hold dots, which an alias may not; a stack's name may not either.
  const aliases = resourcesOfType(template, vocabulary.alias.cloudformation).map(({ entry: { owner } }) => owner.text);
  const suffix = freeName(['cloudtrail', id], '-', (name) => aliases.some((alias) => alias.includes(`-${name}`)));
  const alias: WrittenEntry = entry(
    `${id}Alias`,
    mapping([
      entry('Type', vocabulary.alias.cloudformation),
      ...conditions,
      entry(
        'Properties',
        mapping([
          entry(vocabulary.alias.attributes.name.cloudformation, call('Sub', `alias/\${AWS::StackName}-${suffix}`)),
          entry(vocabulary.alias.attributes.key.cloudformation, call('Ref', id)),
        ]),
      ),
    ]),
  );
  return [
    ...setKey(document, template, trail, call('GetAtt', `${id}.Arn`)),
    ...insertMembers(document, section, trail.placed.start, [key, alias]),
  ];
}

function addParameter(document: Document, template: Template, trail: TemplateResource): readonly TextEdit[] {
  const { content } = template.file;
  const name = freeName(
    ['KmsKeyArn', 'TrailKmsKeyArn'],
    '',
    (taken) => template.parameters.has(taken) || template.ids.has(taken),
  );
  const parameter: WrittenEntry = entry(
    name,
    mapping([
      entry('Type', 'String'),
      entry(
        'Description',
        'ARN of the KMS key that encrypts the log files of the trail. Its key policy must let CloudTrail use it.',
      ),
      entry('AllowedPattern', '^arn:[^:]+:kms:[^:]+:[0-9]+:key/.+$'),
      entry('ConstraintDescription', 'Must be the ARN of a KMS key.'),
    ]),
  );
  const declared = insertIntoSection(document, content, 'Parameters', 'Resources', [parameter]);
  return [...declared, ...setKey(document, template, trail, call('Ref', name))];
}

function letTrailUseKey(
  document: Document,
  template: Template,
  key: TemplateResource,
  trail: TemplateResource,
): readonly TextEdit[] {
  const trailName = nameOf(trail);
  const blueprint = trailKeyPolicy(trailName.includes('*'));
  const policy = keyPolicy(template, key);
  if (policy === 'unclear') return [];
  if (policy !== 'none') {
    const lacking = withFreeIds(lackingStatements(blueprint, policy.lacking), policy.ids);
    const added = statements(lacking, trailName);
    return appendItems(document, policy.statements, added);
  }
  const properties = memberOf(key.entry.value, 'Properties');
  const added = entry(vocabulary.key.attributes.policy.cloudformation, policyDocument(blueprint, trailName));
  if (properties?.kind === 'mapping') return insertEntry(document, properties, added, []);
  if (key.entry.value.kind !== 'mapping') return [];
  return insertEntry(document, key.entry.value, entry('Properties', mapping([added])), ['Type']);
}

/** The trail's name as it stands inside `Fn::Sub`, with `*` for what is not known: a trail without a name is named after its stack. */
function nameOf(trail: TemplateResource): string {
  const properties = memberOf(trail.entry.value, 'Properties');
  const value = memberOf(properties, vocabulary.trail.attributes.name.cloudformation);
  if (!value) return '${AWS::StackName}-*';
  const intrinsic = intrinsicOf(value);
  const source = intrinsic ? textOf(intrinsic.argument) : undefined;
  const loop = trail.loopVariable === undefined ? undefined : `\${${trail.loopVariable}}`;
  const withoutLoop = (name: string) =>
    loop === undefined ? name : name.replaceAll(loop, '*').replaceAll(`&{${trail.loopVariable}}`, '*');
  if (!intrinsic) return (textOf(value) ?? '*').replaceAll('${', '${!');
  if (source === undefined) return '*';
  if (intrinsic.name === 'Ref') return withoutLoop(`\${${source}}`);
  return intrinsic.name === 'Sub' ? withoutLoop(source) : '*';
}
