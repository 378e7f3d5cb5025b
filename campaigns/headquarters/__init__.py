"""The doors of headquarters: their tree and people, tasks and their proof; no request, no HTML."""
