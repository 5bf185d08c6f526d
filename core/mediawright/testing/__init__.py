"""What every provider package runs on itself."""
