"""Writing files.

Every function plans the bytes of whole files, and `plan.apply` carries plans out or leaves all as it was.
Each module is imported for itself: a new decision needs little, and a command should start at once.
"""
