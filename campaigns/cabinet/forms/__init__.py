"""Forms of the cabinet: they validate; the doors of `campaigns.candidates` write."""
