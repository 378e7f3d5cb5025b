"""Forms of campaigns: public and in the administration."""
