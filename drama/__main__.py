"""`python -m drama` is `drama`."""

from drama.cli import main

if __name__ == "__main__":
    main()
