"""One file a question: each turns findings into a section, or into none where nothing is known."""
