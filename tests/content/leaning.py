"""Words that the program never says, in a question, a paper or on a screen."""

import re

LEANING = re.compile(
    r"\b(best|better|worse|worst|should|ought|must not|recommend\w*|survival|surviv\w+|winner|wins?"
    r"|scor(e|es|ing)|rank\w*|superior|inferior|right choice|wrong choice|hurry|urgent\w*|safe to"
    r"|no hurry|congratulations|well done|great job|hooray|streak)\b",
    re.IGNORECASE,
)
"""Words that lean towards a choice, press, soothe or cheer. They are the program's to avoid; a
question may not hold them either, since the program wrote it."""
