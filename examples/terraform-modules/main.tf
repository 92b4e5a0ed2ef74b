# Two calls of one module: the first passes a key, the second forgets it and has the warning.
data "aws_kms_key" "audit" {
  key_id = "alias/cloudtrail-audit"
}

module "audit" {
  source = "./modules/trail"

  name        = "audit"
  bucket      = "example-audit-logs"
  kms_key_arn = data.aws_kms_key.audit.arn
}

module "data_events" {
  source = "./modules/trail"

  name   = "data-events"
  bucket = "example-data-event-logs"
}
