"""What a plugin may touch of the outside world: the protocol, its implementation, and the factory."""
