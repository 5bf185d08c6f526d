"""A film handed over to other programs: timelines for editing desks, captions as files."""
