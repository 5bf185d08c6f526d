"""What a message says, read off its words before anything is decided: nouns, numbers, sizes, the kind of thing wanted."""
