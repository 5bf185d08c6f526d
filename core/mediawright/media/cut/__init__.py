"""The cutter: an `Assembly` → one MP4. Pieces are coded one by one, kept by their content, and joined as packets."""
