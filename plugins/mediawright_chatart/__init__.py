"""ChatArt Pro as a mediawright provider: video, pictures and character replacement behind one sign-in by link."""
