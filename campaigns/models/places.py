"""How a place is told in words. Many a constituency is called like the region around it: that name is said once."""


def around(narrow, *wider):
    """The wider places of a place, from near to far, as one text in the active language; "" where none is left.

    narrow: its name. A wider place is left out if it is None, or called like one before it.
    """
    names = dict.fromkeys(str(place) for place in wider if place)
    names.pop(str(narrow), None)
    return ", ".join(names)
