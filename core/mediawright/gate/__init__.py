"""Between a request and a provider's submit: the price, the approval, the person's own limits. No way leads around it."""
