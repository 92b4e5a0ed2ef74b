locals {
  key_arn = ""
}
