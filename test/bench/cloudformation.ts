import { Pair, parseDocument, Scalar, visit, YAMLMap } from 'yaml';
import { ingredients } from './cloudformation-text';
import { type Language, mix, type SampleText } from './language';

const description = ' (see \\"retention\\" in the handbook of the auditors)';
const trailName = '-of-the-whole-organization-in-all-of-its-regions';
const functionName = '-${AWS::Region}-${Environment}';

export const cloudFormationYaml: Language = {
  name: 'CloudFormation YAML',
  file: 'template.yaml',
  languageId: 'yaml',
  text: yamlText,
  tasks: [
    { line: /^ {4}Description: "Days/, before: '"', text: description },
    { line: /^ {10}Value: open-/, before: '', text: trailName },
    // A whole resource, between two others.
    {
      line: /^ {6}EnableLogFileValidation: true$/,
      before: '',
      text: "\n\n  Typed:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Join ['-', [typed, !Ref Environment]]",
    },
    { line: /^ {2}# Reads/, before: '', text: ' It belongs to (nobody) and is "temporary": { since [2019' },
    { line: /^ {6}FunctionName: /, before: '"', text: functionName },
  ],
};

export const cloudFormationJson: Language = {
  name: 'CloudFormation JSON',
  file: 'template.json',
  languageId: 'json',
  text: jsonText,
  tasks: [
    { line: /^ {6}"Description": "Days/, before: '"', text: description },
    { line: /^ {12}"Value": "open-/, before: '"', text: trailName },
    // A whole resource, between two others: most of the time the file is broken.
    {
      line: /^ {4}\},$/,
      before: '',
      text: [
        '\n    "Typed": {',
        '      "Type": "AWS::S3::Bucket",',
        '      "Properties": {',
        '        "BucketName": { "Fn::Join": ["-", ["typed", { "Ref": "Environment" }]] }',
        '      }',
        '    },',
      ].join('\n'),
    },
    { line: /^ {10}"Fn::Sub": "\$\{AWS::StackName\}-worker-\d+"$/, before: '"', text: functionName },
  ],
};

function yamlText(length: number, unencrypted: number): SampleText {
  return mix(ingredients(length), length, unencrypted);
}

/** The YAML as JSON. */
function jsonText(length: number, unencrypted: number): SampleText {
  // JSON is longer, everywhere by about as much as in a text that is long enough to have some of everything.
  const sample = yamlText(50_000, 5).text;
  const yaml = yamlText(length * (sample.length / asJson(sample).length), unencrypted);
  return { ...yaml, text: asJson(yaml.text) };
}

/** Line by line, with intrinsic functions as JSON has them. */
function asJson(template: string): string {
  const document = parseDocument(template);
  visit(document, {
    Node(_, node) {
      if (!('tag' in node) || !node.tag?.startsWith('!')) return undefined;
      const name = node.tag.slice(1);
      delete node.tag;
      if (name === 'GetAtt' && node instanceof Scalar) node.value = String(node.value).split('.');
      const long = new YAMLMap();
      long.add(new Pair(name === 'Ref' ? name : `Fn::${name}`, node));
      return long;
    },
  });
  return `${JSON.stringify(document.toJS(), null, 2)}\n`;
}
