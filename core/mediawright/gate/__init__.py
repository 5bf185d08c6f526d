"""Between a request and a provider's submit: the price, the yes, the person's own limits. No way leads around it."""
