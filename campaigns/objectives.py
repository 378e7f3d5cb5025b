"""The objectives that every campaign of the federation begins with (DOMAIN §1): four tasks, and new members."""

import tomllib
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "data" / "objectives.toml"


def standard_objectives(kind):
    """Texts of the objectives of a `CampaignKind` in their order: dicts of title_kk, title_ru, text_kk, text_ru."""
    entries = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["objective"]
    return [
        {name: text for name, text in entry.items() if name != "only"}
        for entry in entries
        if entry.get("only", kind) == kind
    ]
