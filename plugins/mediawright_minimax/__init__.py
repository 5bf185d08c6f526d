"""MiniMax (稀宇, Hailuo, 海螺): clips, pictures, speech and music by its own models. Facts: its contract."""
