resource "aws_cloudtrail" "main" {
  name           = "module"
  s3_bucket_name = "module-trail-logs"
  kms_key_id     = var.kms_key_arn
}
