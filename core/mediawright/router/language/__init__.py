"""Read a message: characters, words, concepts, names and numbers."""
