"""What a case says: its files read, whatever FLEE's folders hold, and nothing worked out."""
