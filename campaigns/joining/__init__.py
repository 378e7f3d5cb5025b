"""The doors of applications to join: received, answered by the right branch, counted; no request, no HTML."""
