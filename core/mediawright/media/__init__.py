"""Pictures, type and sound of files: text set in them, checked after they came, cut into films. Needs the extra `media`."""
