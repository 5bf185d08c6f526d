"""Draw and encode a preview."""
