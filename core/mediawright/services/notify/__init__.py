"""A word when a job is over: who is told what, signed and sent, as the ledger's outbox says."""
