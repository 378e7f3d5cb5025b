"""What fields in two languages want beside modeltranslation: no nulls, and a search that folds letters."""

from django.db import models
from django.db.models.lookups import Contains
from modeltranslation.translator import translator

from federation.languages import FOLDED, fold


@models.CharField.register_lookup
@models.TextField.register_lookup
class Folded(Contains):
    """`title_kk__folded="кауипсиз"`: holds the words, however their case and Kazakh letters were typed (DOMAIN §6)."""

    lookup_name = "folded"

    def get_prep_lookup(self):
        return fold(str(super().get_prep_lookup()))

    def process_lhs(self, compiler, connection, lhs=None):
        sql, params = super().process_lhs(compiler, connection, lhs)
        return f"translate(lower({sql}), %s, %s)", [*params, *FOLDED]

    def get_rhs_op(self, connection, rhs):
        return connection.operators["contains"] % rhs


def without_nulls(*registered):
    """Makes the language columns of text fields NOT NULL: an absent text is "" and nothing else.

    modeltranslation makes every language column nullable, so that «no text» would have two spellings and a check
    against "" would let NULL pass. Call it after the models are registered and before their histories.
    """
    for model in registered:
        for columns in translator.get_options_for_model(model).all_fields.values():
            for column in columns:
                if isinstance(column, models.CharField | models.TextField):
                    column.null = False


def erase_texts(rows, names, text=""):
    """Writes `text` over translated fields of a queryset's rows, in all columns; it tells no signal and no history.

    The base column, on which nothing relies, keeps a copy that an ordinary update of the languages leaves there.
    """
    columns = [name + suffix for name in names for suffix in ("", "_kk", "_ru")]
    rows.rewrite(False).update(**dict.fromkeys(columns, text))
