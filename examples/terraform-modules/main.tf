# Two calls of one module: the first passes a key, the second forgets it and has the warning.
resource "aws_kms_key" "audit" {
  description         = "CloudTrail audit"
  enable_key_rotation = true
}

module "audit" {
  source = "./modules/trail"

  name        = "audit"
  bucket      = "example-audit-logs"
  kms_key_arn = aws_kms_key.audit.arn
}

module "data_events" {
  source = "./modules/trail"

  name   = "data-events"
  bucket = "example-data-event-logs"
}
