"""The neutral words of mediawright: values that travel forward only and know no provider, no storage and no network."""
