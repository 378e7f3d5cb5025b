"""Candidates: from the branch that registers them to the public page, and out of it again (DESIGN §4–6)."""
