"""The cast: members that keep their looks and voices, kept here and used by every wish."""
