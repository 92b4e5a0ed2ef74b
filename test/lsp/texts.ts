/** Texts that the tests open. A trail is found by the words of its header. */
export const header = 'resource "aws_cloudtrail" "main"';

export const trail = `${header} {
  name           = "main"
  s3_bucket_name = "logs"
}
`;

/** The same trail, encrypted if another file says so. */
export const trailWithVariable = trail.replace('}', '  kms_key_id     = var.key\n}');

export const emptyVariable = 'variable "key" {\n  default = ""\n}\n';

export const setVariable = 'variable "key" {\n  default = "arn:aws:kms:eu-west-1:111122223333:key/k"\n}\n';

/** The range of the header, which starts at that line. */
export function headerAt(line: number) {
  return { start: { line, character: 0 }, end: { line, character: header.length } };
}

/** A template whose trail has no key. The trail is found by its logical id, in the line after the first. */
export const template = `Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
`;

export const jsonTemplate = `{
  "Resources": {
    "Trail": {
      "Type": "AWS::CloudTrail::Trail",
      "Properties": {
        "IsLogging": true,
        "S3BucketName": "logs"
      }
    }
  }
}
`;

export const manifest = `apiVersion: v1
kind: ConfigMap
metadata:
  name: trail
data:
  type: AWS::CloudTrail::Trail
`;

/** A module with a trail whose key is passed in, or is nothing. */
export const trailModule = `variable "kms_key_arn" {
  default = null
}

resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = "logs"
  kms_key_id     = var.kms_key_arn
}
`;

/** A call of the module in that folder, with more arguments. */
export function callOf(source: string, more = ''): string {
  return `module "trail" {\n  source = "${source}"\n${more}}\n`;
}

export const passedKey = '  kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/k"\n';

export const ownMessage = /^aws_cloudtrail\.main is not encrypted with a KMS key unless var\.kms_key_arn is set/;

export const callMessage =
  /^module\.trail\.aws_cloudtrail\.main is not encrypted with a KMS key unless kms_key_arn is passed to module\.trail/;
