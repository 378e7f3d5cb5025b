"""Tags of the cabinet's templates."""

from django import template

from campaigns.cabinet.context import menu

register = template.Library()


@register.simple_tag(takes_context=True)
def cabinet_menu(context):
    """The menu of the person who looks: see `menu`."""
    request = context["request"]
    return menu(request.user, request.path)
