# The trail of the account.
resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = aws_s3_bucket.logs.id
  is_multi_region_trail = true
}

resource "aws_s3_bucket" "logs" {
  bucket = "first-trail-logs"
}
