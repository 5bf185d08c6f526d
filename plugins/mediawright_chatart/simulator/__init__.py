"""ChatArt on this machine: the whole contract on loopback, with a sign-in page, real small results and switchable faults."""
