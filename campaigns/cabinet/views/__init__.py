"""Pages of the cabinet: thin, one module for each kind of work."""
