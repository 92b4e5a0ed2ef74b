resource "aws_cloudtrail" "main" {
  name           = "second"
  s3_bucket_name = "second-trail-logs"
  kms_key_id     = var.key_arn
}
