variable "kms_key_arn" {
  type    = string
  default = null
}

resource "aws_cloudtrail" "main" {
  name           = "shared"
  s3_bucket_name = "shared-trail-logs"
  kms_key_id     = var.kms_key_arn
}
