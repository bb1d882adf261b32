"""What a new plate of one's own says before anybody wrote for it: in both languages, so that one can begin to talk."""

from leerruimte.plates.content import PlateContent, QuestionContent, Words
from leerruimte.plates.models import Movement, Question

MINUTES = {Movement.LOOK.value: 15, Movement.NOTICE.value: 20, Movement.ACT.value: 15}
TEXT = {
    "nl": "Een tekening om samen over te praten. Kijk eerst rustig, wijs aan wat je ziet, en vertel wat je ervan kent.",
    "en": "A drawing to talk about together. First look in peace, point at what you see, and tell what you know of it.",
}
AIM = {
    "nl": "Horen hoe ieder van ons het ziet, en samen één ding kiezen om te gaan doen.",
    "en": "Hear how each of us sees it, and choose one thing together to go and do.",
}
READ_ALOUD = {
    "nl": "Kijk een minuut stil naar de tekening. Wat zie je het eerst? Straks vertellen we het elkaar. "
    "Er is geen goed of fout: ieder van ons staat op een andere plek.",
    "en": "Look at the drawing for a minute, without talking. What do you see first? In a moment we tell each other. "
    "There is no right or wrong: each of us stands in a different place.",
}
GUIDE = {
    "nl": "## Kijken en praten\nHang de tekening groot op. Geef iedereen een minuut stilte. Laat dan in tweetallen "
    "vertellen wat zij zien.\n## Wat valt op?\nVerzamel wat je hoort. Vraag door: waar merk je dat aan?\n"
    "## Wat gaan we doen?\nKies samen één ding. Spreek af wie, wat en wanneer.",
    "en": "## Look and talk\nHang the drawing where all can see it. Give everybody a minute of silence. Then let "
    "people tell in pairs what they see.\n## What strikes you?\nGather what you hear. Ask on: how do you notice that?\n"
    "## What do we do with it?\nChoose one thing together. Agree on who, what and when.",
}
QUESTIONS: tuple[tuple[str, Movement, Words], ...] = (
    ("zien", Movement.LOOK, {"nl": "Wat zie je het eerst?", "en": "What do you see first?"}),
    ("kennen", Movement.LOOK, {"nl": "Wat ken je uit je eigen werk?", "en": "What do you know from your own work?"}),
    (
        "anders",
        Movement.NOTICE,
        {"nl": "Wat ziet een ander dat jij niet zag?", "en": "What does another see that you did not?"},
    ),
    ("missen", Movement.NOTICE, {"nl": "Wat mis je op deze plaat?", "en": "What do you miss on this poster?"}),
    ("doen", Movement.ACT, {"nl": "Wat gaan we morgen anders doen?", "en": "What do we do differently tomorrow?"}),
)


def new_content(*, title: Words, claim: Words, description: Words, drawing: str) -> PlateContent:
    """A plate with its own title, claim and drawing, and for the rest the usual words."""
    return PlateContent(
        title=title,
        claim=claim,
        text=TEXT,
        aim=AIM,
        read_aloud=READ_ALOUD,
        guide=GUIDE,
        description=description,
        words={},
        minutes=MINUTES,
        drawing=drawing,
        questions=tuple(
            QuestionContent(key, movement.value, Question.Part.NONE.value, text, {})
            for key, movement, text in QUESTIONS
        ),
    )
