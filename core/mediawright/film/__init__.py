"""A film as one plan: values, reading, importers, the frame grid and the keys of its steps. Pure: no disk, no network."""
