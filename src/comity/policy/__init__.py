"""What states have promised and what they do: norms, indicators, openness, the state of knowledge.

Each capability is a small module or room of its own; import from it. Rules on paper are not
practice, and nothing here ranks a state.
"""
