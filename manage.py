#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main():
    """Run the command; a wrong setting or a database out of reach is told in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "federation.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(error))
    except OperationalError as error:
        from federation.database import refusal

        if "--traceback" in sys.argv or not refusal(error):
            raise
        sys.exit(refusal(error))


if __name__ == "__main__":
    main()
