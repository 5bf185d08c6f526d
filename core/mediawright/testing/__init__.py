"""What every provider package can run on itself: fakes, a simulator runner and the conformance suite."""
