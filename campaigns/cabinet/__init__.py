"""The cabinet: where branches register candidates and headquarters review them, on a phone as on a desk."""
