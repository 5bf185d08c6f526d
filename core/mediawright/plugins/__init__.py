"""Finding provider plugins and talking to one of them at a time."""
