"""What templates are filled with: plain values, made by pure functions."""
