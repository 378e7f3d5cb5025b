"""The photo of a candidate as readers see it: cut to 4:5, small, without anything the camera wrote."""

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from federation.refusals import Refused, WrongFile

RATIO = (4, 5)  # width to height
QUALITY = 82
# Width in pixels of the part that is shown: less is a blot on the page.
SMALLEST = 160


def window_width(width, height):
    """Width of the largest part of 4:5 in a photo of that size, pixels."""
    return min(width, height * RATIO[0] // RATIO[1])


def windows(width, height):
    """{name: [left, top, width, height]}: the three largest parts of 4:5, from the beginning to the end of the longer
    side: "first" (left, or top), "middle", "last". A photo that is 4:5 has the same one thrice.
    """
    wide = window_width(width, height)
    high = min(height, wide * RATIO[1] // RATIO[0])
    return {
        name: [(width - wide) * share // 2, (height - high) * share // 2, wide, high]
        for share, name in enumerate(("first", "middle", "last"))
    }


def require_large(width, height):
    """WrongFile where a photo of that size in pixels is too small to be shown."""
    if window_width(width, height) < SMALLEST:
        raise WrongFile(
            _("The photo is too small: at least %(width)s × %(height)s pixels.")
            % {"width": SMALLEST, "height": SMALLEST * RATIO[1] // RATIO[0]}
        )


def require_within(crop, width, height):
    """Refused unless the crop lies in a photo of that size in pixels; None lies in any."""
    if crop is None:
        return
    left, top, wide, high = crop
    if wide < SMALLEST or high == 0 or left + wide > width or top + high > height:
        raise Refused(_("This part lies outside of the photo, or is too small. Choose it anew."))


def cropped(candidacy, width):
    """JPEG bytes, `width` pixels wide and 5/4 as high, of the part that `photo_crop` names, else of the middle.

    Whether anybody may see it is the caller's matter. Raises FileNotFoundError where the stored file is gone.
    """
    size = (width, width * RATIO[1] // RATIO[0])
    with candidacy.photo.open("rb") as file, Image.open(file) as image:
        image = ImageOps.exif_transpose(image).convert("RGB")
    if candidacy.photo_crop:
        left, top, wide, high = candidacy.photo_crop
        image = image.crop((left, top, min(left + wide, image.width), min(top + high, image.height)))
    drawn = ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    out = io.BytesIO()
    # A new picture of the pixels alone: no EXIF, no profile, no comment comes along.
    drawn.info.clear()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
