resource "aws_cloudtrail" "inputs" {
  name           = "inputs"
  s3_bucket_name = "first-trail-logs"
  kms_key_id     = var.key_arn
}
