"""The disk: what is read in, what is written out, and from where to where that is allowed."""
