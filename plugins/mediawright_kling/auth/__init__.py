"""Sign in and out: device bind, access keys, bearer tokens, regions."""
