import { type Ingredients, type Language, mix } from './language';
import { bucket, names, readPolicy, retention, role, trailWithKey, trailWithoutKey } from './terraform-text';

export const terraform: Language = {
  name: 'Terraform',
  file: 'main.tf',
  languageId: 'terraform',
  text: (length, unencrypted) => mix(ingredients, length, unencrypted),
  tasks: [
    { line: /^ {4}Team = "open-/, before: '"', text: '-of-the-whole-organization-in-all-of-its-regions' },
    { line: /^# Role/, before: '', text: ' It belongs to (nobody) and is "temporary" { since 2019' },
    // A whole block, from an empty line: most of the time the file is broken.
    { line: /^$/, before: '', text: 'resource "aws_s3_bucket" "typed" {\n  bucket = lower("typed-logs")\n}\n' },
    { line: /^ {4}Owner = local/, before: '', text: ' == "nobody" ? lower("somebody else") : upper("x")' },
  ],
};

const head = `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "no_key" {
  description = "The key that trails are encrypted with."
  type        = string
  default     = null
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  trail_key = var.no_key
  trails    = "arn:aws:cloudtrail:\${data.aws_region.current.name}:\${data.aws_caller_identity.current.account_id}:trail"
}
`;

const ingredients: Ingredients = {
  head,
  sections: [bucket, role, retention, names, readPolicy],
  trailWithoutKey,
  trailWithKey,
};
