// What Terraform files are made of: each part by a number that makes its names unique.

import type { Part } from './language';

export function bucket(number: number): string {
  return `
resource "aws_s3_bucket" "data_${number}" {
  bucket        = "example-data-${number}"
  force_destroy = ${number % 2 === 0}

  tags = {
    Name       = "data-${number}"
    CostCenter = "cc-${number % 17}"
  }
}

resource "aws_s3_bucket_public_access_block" "data_${number}" {
  bucket                  = aws_s3_bucket.data_${number}.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`;
}

export function role(number: number): string {
  return `
# Role ${number} reads what the batch jobs of its team have left behind.
resource "aws_iam_role" "reader_${number}" {
  name = "reader-${number}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "ec2.amazonaws.com" }
      },
    ]
  })
}
`;
}

export function retention(number: number): string {
  return `
variable "retention_${number}" {
  description = "Days to keep the objects of bucket ${number}."
  type        = number
  default     = ${30 + (number % 300)}

  validation {
    condition     = var.retention_${number} > 0
    error_message = "At least one day."
  }
}
`;
}

export function names(number: number): string {
  return `
locals {
  name_${number}  = "service-${number}"
  owner_${number} = "team-\${local.name_${number}}"
  tags_${number} = {
    Name  = local.name_${number}
    Owner = local.owner_${number}
  }
}
`;
}

export function readPolicy(number: number): string {
  return `
data "aws_iam_policy_document" "read_${number}" {
  statement {
    sid       = "Read${number}"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = ["arn:aws:s3:::example-data-${number}", "arn:aws:s3:::example-data-${number}/*"]

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = ["team-${number % 23}"]
    }
  }
}

resource "aws_iam_policy" "read_${number}" {
  name   = "read-${number}"
  policy = data.aws_iam_policy_document.read_${number}.json
}
`;
}

/** In turns without the attribute, and without a key by way of a variable. Its bucket is not encrypted with one, either. */
export function trailWithoutKey(number: number, index: number): Part {
  const key = index % 2 === 0 ? '' : '  kms_key_id                    = local.trail_key\n';
  const text = `
resource "aws_s3_bucket" "logs_${number}" {
  bucket = "example-logs-${number}"
}
${bucketPolicy('logs', number, `open-${number}`, index)}
resource "aws_cloudtrail" "open_${number}" {
  name                          = "open-${number}"
  s3_bucket_name                = aws_s3_bucket.logs_${number}.id
${key}  include_global_service_events = true
  is_multi_region_trail         = true
  enable_log_file_validation    = true

  tags = {
    Team = "open-${number % 23}"
  }

  depends_on = [aws_s3_bucket_policy.logs_${number}]
}
`;
  return { text, findings: 2 };
}

/** With all that belongs to it, as the documentation of AWS has it. */
export function trailWithKey(number: number, index: number): string {
  return `
resource "aws_kms_key" "trail_${number}" {
  description         = "Trail ${number}"
  enable_key_rotation = true
  policy              = ${index % 2 === 0 ? writtenKeyPolicy(number) : `data.aws_iam_policy_document.key_${number}.json`}
}
${index % 2 === 0 ? '' : keyPolicyDocument(number)}
resource "aws_kms_alias" "trail_${number}" {
  name          = "alias/trail-${number}"
  target_key_id = aws_kms_key.trail_${number}.key_id
}

resource "aws_s3_bucket" "audit_${number}" {
  bucket = "example-audit-${number}"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "audit_${number}" {
  bucket = aws_s3_bucket.audit_${number}.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.trail_${number}.arn
    }
  }
}

resource "aws_s3_bucket_versioning" "audit_${number}" {
  bucket = aws_s3_bucket.audit_${number}.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "audit_${number}" {
  bucket                  = aws_s3_bucket.audit_${number}.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
${bucketPolicy('audit', number, `encrypted-${number}`, index)}
resource "aws_cloudtrail" "encrypted_${number}" {
  name                       = "encrypted-${number}"
  s3_bucket_name             = aws_s3_bucket.audit_${number}.id
  kms_key_id                 = aws_kms_key.trail_${number}.arn
  is_multi_region_trail      = true
  enable_log_file_validation = true

  depends_on = [aws_s3_bucket_policy.audit_${number}]
}
`;
}

/** In turns as a document of its own and written where it is used. */
function bucketPolicy(name: string, number: number, trail: string, index: number): string {
  const bucket = `aws_s3_bucket.${name}_${number}`;
  if (index % 2 === 0)
    return `
data "aws_iam_policy_document" "${name}_${number}" {
  statement {
    sid       = "AWSCloudTrailAclCheck"
    actions   = ["s3:GetBucketAcl"]
    resources = [${bucket}.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = ["\${local.trails}/${trail}"]
    }
  }

  statement {
    sid       = "AWSCloudTrailWrite"
    actions   = ["s3:PutObject"]
    resources = ["\${${bucket}.arn}/AWSLogs/\${data.aws_caller_identity.current.account_id}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = ["\${local.trails}/${trail}"]
    }
  }

  statement {
    sid       = "DenyInsecureTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [${bucket}.arn, "\${${bucket}.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "${name}_${number}" {
  bucket = ${bucket}.id
  policy = data.aws_iam_policy_document.${name}_${number}.json
}
`;
  return `
resource "aws_s3_bucket_policy" "${name}_${number}" {
  bucket = ${bucket}.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AWSCloudTrailAclCheck"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = ${bucket}.arn
        Condition = {
          StringEquals = { "aws:SourceArn" = "\${local.trails}/${trail}" }
        }
      },
      {
        Sid       = "AWSCloudTrailWrite"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "\${${bucket}.arn}/AWSLogs/\${data.aws_caller_identity.current.account_id}/*"
        Condition = {
          StringEquals = {
            "s3:x-amz-acl"  = "bucket-owner-full-control"
            "aws:SourceArn" = "\${local.trails}/${trail}"
          }
        }
      },
    ]
  })
}
`;
}

function writtenKeyPolicy(number: number): string {
  return `jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "CloudTrailDescribe"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "kms:DescribeKey"
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:SourceArn" = "\${local.trails}/encrypted-${number}" }
        }
      },
      {
        Sid       = "CloudTrailEncrypt"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:SourceArn" = "\${local.trails}/encrypted-${number}" }
          StringLike = {
            "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:aws:cloudtrail:*:\${data.aws_caller_identity.current.account_id}:trail/*"
          }
        }
      },
    ]
  })`;
}

function keyPolicyDocument(number: number): string {
  return `
data "aws_iam_policy_document" "key_${number}" {
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    sid       = "CloudTrail"
    actions   = ["kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = ["\${local.trails}/encrypted-${number}"]
    }
  }
}
`;
}
