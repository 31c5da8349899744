"""`python -m planroom`, where the `planroom` command is not on the path."""

from planroom.cli import main

main()
