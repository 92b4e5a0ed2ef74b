resource "aws_cloudtrail" "two_files" {
  name           = "two-files"
  s3_bucket_name = "third-trail-logs"
}
