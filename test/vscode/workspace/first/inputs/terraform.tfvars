# key_arn = "arn:aws:kms:eu-west-1:111122223333:alias/trail"
