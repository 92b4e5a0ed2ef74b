// What Terraform files are made of: each part by a number that makes its names unique.

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

/** In turns without the attribute, and without a key by way of a variable. */
export function trailWithoutKey(number: number, index: number): string {
  const key = index % 2 === 0 ? '' : '  kms_key_id                    = local.trail_key\n';
  return `
resource "aws_s3_bucket" "logs_${number}" {
  bucket = "example-logs-${number}"
}

resource "aws_cloudtrail" "open_${number}" {
  name                          = "open-${number}"
  s3_bucket_name                = aws_s3_bucket.logs_${number}.id
${key}  include_global_service_events = true
  is_multi_region_trail         = true
  enable_log_file_validation    = true
}
`;
}

export function trailWithKey(number: number): string {
  return `
resource "aws_kms_key" "trail_${number}" {
  description         = "Trail ${number}"
  enable_key_rotation = true
}

resource "aws_cloudtrail" "encrypted_${number}" {
  name           = "encrypted-${number}"
  s3_bucket_name = "example-central-logs"
  kms_key_id     = aws_kms_key.trail_${number}.arn
}
`;
}
