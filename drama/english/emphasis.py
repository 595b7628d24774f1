"""How a story's plain text marks emphasis: *word*, **word**, _word_."""

from __future__ import annotations

import re

EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,2})(?=\S)(?P<said>[^*_\n]{1,400}?)(?<=\S)\1(?![\w*])")
