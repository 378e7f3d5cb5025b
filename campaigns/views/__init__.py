"""Public pages of campaigns. They write nothing and are the same for every reader."""
