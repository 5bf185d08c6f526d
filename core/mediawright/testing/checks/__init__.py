"""What a provider is asked, one file per subject; `conformance` runs them all."""
