# Whether this trail has a key is for the caller to say, and by default it has none.
# Change the default in variables.tf and see the warning go.
resource "aws_cloudtrail" "audit" {
  name                       = var.trail_name
  s3_bucket_name             = var.bucket
  is_multi_region_trail      = true
  enable_log_file_validation = true
  kms_key_id                 = var.kms_key_arn
}
