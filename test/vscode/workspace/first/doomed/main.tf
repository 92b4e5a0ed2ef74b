resource "aws_cloudtrail" "doomed" {
  name           = "doomed"
  s3_bucket_name = "first-trail-logs"
  kms_key_id     = local.key_arn
}
