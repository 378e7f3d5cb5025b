"""The doors of meetings with labour collectives and of the promises given there; no request, no HTML."""
