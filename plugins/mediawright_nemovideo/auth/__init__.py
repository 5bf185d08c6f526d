"""Sign in and out: anonymous and personal tokens, attribution."""
