"""The demonstration: its content as TOML beside the modules that bring it in through the doors. See README.md."""
