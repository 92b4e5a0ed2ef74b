variable "name" {
  type = string
}

variable "bucket" {
  type = string
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log files."
  type        = string
  default     = null
}
