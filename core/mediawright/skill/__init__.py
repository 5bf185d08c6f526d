"""The skill that agents read: rendered from what the code itself is made of, so that neither can drift from the other."""
