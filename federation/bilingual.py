"""Small mends of modeltranslation that every translated model wants."""

from django.db import models
from modeltranslation.translator import translator


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
