"""Two people wrote in one text: what the other saved, what this one typed, and how both survive."""

from dataclasses import dataclass

from appeals import differences, publishing


@dataclass(frozen=True)
class Overlap:
    """A field that both changed. `rows`: the word diff of each changed block, from the saved text to the typed one."""

    label: str
    rows: list


class Overtaken:
    """A form that was overtaken by another save (`publishing.Conflict`)."""

    def __init__(self, conflict):
        self.conflict = conflict
        self.current = conflict.current

    def explain(self, form):
        """Prepares the bound form for a second try and says what the page has to show.

        Fields that this person left as they were opened take over what the other saved; fields that only this
        person changed stay as typed; fields that both changed stay as typed and are listed with the difference.
        """
        opened = self._opened(form)
        overlaps, taken = [], []
        data = form.data.copy()
        for name in form.fields:
            if name not in form.cleaned_data or name in (
                "opened",
                *publishing.LISTS,
                *publishing.PLACE_FIELDS,
            ):
                continue
            typed, saved = form.cleaned_data[name], getattr(self.current, name)
            before = getattr(opened, name, saved) if opened else None
            if typed == saved:
                continue
            if opened and typed == before:
                data[name] = "" if saved is None else saved
                setattr(form.instance, name, saved)
                taken.append(form.fields[name].label)
            elif before != saved:
                overlaps.append(Overlap(form.fields[name].label, _changed(name, saved, typed)))
        form.data = data
        return {
            "message": self.conflict.reasons[0],
            "version": self.current.version,
            "overlaps": overlaps,
            "taken": taken,
            "files": bool(form.files),
        }

    def _opened(self, form):
        """The text as this person opened it, from the log of working copies."""
        version = form.cleaned_data.get("opened")
        if version is None:
            return None
        return self.current.history.filter(version__lte=version).order_by("-version", "-history_id").first()


def _changed(name, saved, typed):
    """Word diffs from the saved to the typed value, one for each changed block."""
    if not name.startswith("body"):
        return [differences.words(str(saved or ""), str(typed or ""))]
    return [change.pieces for change in differences.changes(saved, typed) if change.state != "same"]
