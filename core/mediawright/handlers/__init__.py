"""Do the work of one command and return a response, for every front end."""
