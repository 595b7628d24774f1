"""From prose to a script: who says what, and everything that is not said by anybody."""
