# The trail of the organization.
resource "aws_cloudtrail" "main" {
  name                          = "third"
  s3_bucket_name                = aws_s3_bucket.logs.id
  include_global_service_events = false
}

resource "aws_s3_bucket" "logs" {
  bucket = "third-trail-logs"
}
