"""Export a draft and download the file."""
