"""The desk, everybody's first page: what waits for me, what is late, what changed since my last visit."""
