resource "aws_cloudtrail" "main" {
  name                       = "elsewhere"
  s3_bucket_name             = "third-trail-logs"
  kms_key_id                 = aws_kms_key.trail.arn
  is_multi_region_trail      = true
  enable_log_file_validation = true
}

resource "aws_kms_key" "trail" {
  policy = file("policy.json")
}
