"""What answers a request: read it, call the services, fill a template."""
