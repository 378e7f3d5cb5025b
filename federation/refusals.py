"""How a door says no."""


class Refused(Exception):
    """The step is not possible. `reasons`: sentences in the active language, at least one."""

    def __init__(self, *reasons):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__("\n".join(self.reasons))


class WrongFile(Refused):
    """The chosen file itself is not taken: a form tells the reasons beside its field."""
