"""Dates and numbers as official texts write them (DOMAIN §6); named by FORMAT_MODULE_PATH.

Django's own Kazakh formats follow no Kazakh rule, and CLDR's abbreviate («2023 ж. 19 наурыз»). The names of
months and weekdays come from locale/libraries.
"""
