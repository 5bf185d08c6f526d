"""A preview of any request, rendered on this machine: free, offline, a real MP4 or PNG."""
