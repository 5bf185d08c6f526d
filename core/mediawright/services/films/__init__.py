"""Films: from a plan file to one finished film, with one approval. All state is in the plan and the ledger."""
