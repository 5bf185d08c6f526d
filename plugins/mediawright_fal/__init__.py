"""fal: an aggregator of a thousand models behind one queue. Facts: docs/contracts/fal.md."""
