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
