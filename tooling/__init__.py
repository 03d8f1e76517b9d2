"""Set-up, the private database cluster and the checks of this checkout.

Nothing here needs more than Python's standard library (the translation check
apart), because all of it runs before the virtual environment exists.
"""
