"""The sentences of words.py in Dutch."""

DUTCH = {
    "Monday": "maandag",
    "Tuesday": "dinsdag",
    "Wednesday": "woensdag",
    "Thursday": "donderdag",
    "Friday": "vrijdag",
    "Saturday": "zaterdag",
    "Sunday": "zondag",
    "morning": "ochtend",
    "afternoon": "middag",
    "after school": "na school",
    "evening": "avond",
    "by day": "overdag",
    "meetings": "bijeenkomsten",
    "lost": "vervallen",
    "Jan": "jan",
    "Feb": "feb",
    "Mar": "mrt",
    "Apr": "apr",
    "May": "mei",
    "Jun": "jun",
    "Jul": "jul",
    "Aug": "aug",
    "Sep": "sep",
    "Oct": "okt",
    "Nov": "nov",
    "Dec": "dec",
    "formal": "formeel",
    "non-formal": "non-formeel",
    "informal": "informeel",
    "institute": "opleiding",
    "school": "school",
    "outside": "buiten de school",
    "anywhere": "waar je wilt",
    "late": "na school",
    "curriculum": "curriculum",
    "opportunities": "kansen van plekken",
    "needs": "wat jij nodig hebt",
    "in balance": "in balans",
    "with more of your own aims": "met meer van je eigen doelen",
    "with more of what the places are good at": "met meer van waar de plekken goed in zijn",
    "taken": "erbij",
    "dropped": "eraf",
    "moved": "verplaatst",
    " and ": " en ",
    " to {week}": " tot en met {week}",
    " ({points} points)": " ({points} punten)",
    "You hold to it.": "Je wilt dit vasthouden.",
    "Nothing else you can book gives {outcome_title}.": "Niets anders dat je kunt kiezen geeft {outcome_title}.",
    "It is for your own aim {outcome_title} ({points} of {asked} points).": (
        "Het is voor je eigen doel {outcome_title} ({points} van de {asked} punten)."
    ),
    "It gives {points} of the {asked} points of {outcome_title}.": (
        "Het geeft {points} van de {asked} punten van {outcome_title}."
    ),
    "And it adds to {number} more outcomes.": "En het draagt bij aan nog {number} leeruitkomsten.",
    "And it adds to one more outcome.": "En het draagt bij aan nog één leeruitkomst.",
    "It comes before {opportunity_title}, which asks {outcome_title} beforehand.": (
        "Het komt voor {opportunity_title}, dat vooraf om {outcome_title} vraagt."
    ),
    "You like this kind ({what_title}).": "Je doet dit soort dingen graag ({what_title}).",
    "You said that you would like {what_title}.": "Je zei dat je {what_title} graag wilt.",
    "It no longer fits: {broken}.": "Het past niet meer: {broken}.",
    "It adds nothing any more to what the other pieces give.": "Het voegt niets meer toe aan wat de rest geeft.",
    "{place_title} is strong in {domain} ({strength} of 5).": "{place_title} is sterk in {domain} ({strength} van 5).",
    "it meets at the same time as another piece ({detail})": "het valt samen met iets anders ({detail})",
    "you would be at two places on one day ({detail})": "je zou op één dag op twee plekken zijn ({detail})",
    "that week would be too full ({hours} hours)": "die week wordt te vol ({hours} uur)",
    "it would be at one school too many": "het zou op een school te veel zijn",
    "what it asks beforehand is no longer begun in time": "wat het vooraf vraagt, is niet meer op tijd begonnen",
    "you cannot then ({detail})": "je kunt dan niet ({detail})",
    "too many of its meetings would be lost ({detail})": "er vervallen te veel bijeenkomsten ({detail})",
    "it is too far": "het is te ver",
    "you do the same thing elsewhere": "je doet hetzelfde al ergens anders",
    "you cannot on {when}": "je kunt niet op {when}",
    "{place_title} is about {minutes} minutes away and you travel at most {most}": (
        "{place_title} is zo'n {minutes} minuten ver en je reist hoogstens {most}"
    ),
    "you refused {opportunity_title}": "je wilt {opportunity_title} niet",
    "{opportunity_title} is full": "{opportunity_title} is vol",
    "too many meetings of {opportunity_title} fall on days off": (
        "te veel bijeenkomsten van {opportunity_title} vallen op vrije dagen"
    ),
    "you hold to {opportunity_title}": "je wilt {opportunity_title} vasthouden",
    "you have at most {most} hours a week": "je hebt hoogstens {most} uur in de week",
    "you learn at no more than {most} school(s)": "je leert op niet meer dan {most} school(en)",
    "{outcome_title} is due in week {week}": "{outcome_title} moet in week {week} klaar zijn",
    "all that is offered together gives {points} of {asked} points": (
        "alles wat er is geeft samen {points} van de {asked} punten"
    ),
    "you were free on {when}": "je vrij was op {when}",
    "you would travel {minutes} minutes to {place_title}": "je {minutes} minuten naar {place_title} reist",
    "you would take {opportunity_title} after all": "je {opportunity_title} toch neemt",
    "{opportunity_title} had one more seat": "{opportunity_title} een plek meer had",
    "{opportunity_title} made up for the meetings that fall on days off": (
        "{opportunity_title} de bijeenkomsten op vrije dagen inhaalt"
    ),
    "you let go of {opportunity_title}": "je {opportunity_title} loslaat",
    "you had {hours} hours in the busiest week": "je in de drukste week {hours} uur hebt",
    "you learned at one school more": "je op een school meer leert",
    "{outcome_title} might come after week {week}": "{outcome_title} na week {week} mag komen",
    "No route keeps to all that holds for you: {why}.": "Geen enkele route past bij alles wat voor jou geldt: {why}.",
    "No route keeps to all that holds now: {why}.": "Geen enkele route past bij alles wat nu geldt: {why}.",
    "What route 1 does not reach (wholly), and why not:": "Wat route 1 niet (helemaal) bereikt, en waarom niet:",
    "With these limits only 1 clearly different route exists (proven).": (
        "Met deze grenzen bestaat er maar 1 duidelijk andere route (bewezen)."
    ),
    "With these limits only {many} clearly different routes exist (proven).": (
        "Met deze grenzen bestaan er maar {many} duidelijk andere routes (bewezen)."
    ),
    "No further clearly different route was found in the time given; whether one exists is not known.": (
        "In deze tijd is geen andere duidelijk verschillende route gevonden; of die er is, weten we niet."
    ),
    "It was stopped before it was done.": "Het is gestopt voordat het klaar was.",
    "  Balance: {balance} (each of the best found for it alone).": (
        "  Balans: {balance} (telkens van het beste dat daarvoor alleen is gevonden)."
    ),
    "  Outcomes reached: {full} of {all}. Hours a week: at most {most:.0f}, {hours:.0f} in all;"
    " on the way some {travel:.0f} hours (an estimate).": (
        "  Leeruitkomsten bereikt: {full} van {all}. Per week hoogstens {most:.0f} uur, samen {hours:.0f};"
        " onderweg zo'n {travel:.0f} uur (een schatting)."
    ),
    "  {percent} % of the hours of route {route} are not in it.": (
        "  {percent} % van de uren van route {route} zit er niet in."
    ),
    (
        "  To find it, less was asked than at first: {different} % other hours, {floor} % of the score of route 1"
        " and {aims} % of what it reaches of your main aims."
    ): (
        "  Om deze te vinden is minder gevraagd dan eerst: {different} % andere uren, {floor} % van de score"
        " van route 1 en {aims} % van wat die van je belangrijkste doelen bereikt."
    ),
    "  * {title} [{code}] at {place}: {weeks}, {hours:.0f} hours": (
        "  * {title} [{code}] bij {place}: {weeks}, {hours:.0f} uur"
    ),
    "      Without it: {gone}": "      Zonder dit: {gone}",
    "hardly anything would go.": "er gaat bijna niets verloren.",
    "{more} more outcomes lose points": "nog {more} leeruitkomsten verliezen punten",
    "{title} falls with it": "{title} valt dan ook weg",
    "your needs are met {less:.1f} % less": "het past {less:.1f} % minder bij wat jij nodig hebt",
    "what places are good at is used {less:.1f} % less": "waar plekken goed in zijn wordt {less:.1f} % minder benut",
    "{title} from {points} to {left} points": "{title} van {points} naar {left} punten",
    "proven to be the best there is for this question": "bewezen: er is geen betere voor deze vraag",
    "the best found; it is not known how much better it could be": (
        "de beste die is gevonden; hoeveel beter het kan, weten we niet"
    ),
    "the best found; nothing better by more than {gap:.1f} % exists": (
        "de beste die is gevonden; meer dan {gap:.1f} % beter kan niet"
    ),
    "  {title} [{code}]: {points} of {asked} points.": "  {title} [{code}]: {points} van {asked} punten.",
    "      No place offers anything that contributes to it.": "      Geen plek biedt iets dat hieraan bijdraagt.",
    "      There was no time to find out why.": "      Er was geen tijd om uit te zoeken waarom.",
    "      {points} points are possible, but then: {instead}.": "      {points} punten kan, maar dan: {instead}.",
    "      More is impossible, because {why}.": "      Meer kan niet, want {why}.",
    "      More is impossible: what it takes does not fit one after the other in this period.": (
        "      Meer kan niet: wat ervoor nodig is, past in deze periode niet na elkaar."
    ),
    "the same as for {title}": "hetzelfde als bij {title}",
    "you would take {titles}": "je neemt {titles}",
    "other pieces would have to go": "andere stukken moeten eruit",
    "the easiest way": "dat is de makkelijkste weg",
    "a way": "dat is een weg",
    "      It would be possible{points} if {what}: {sure}.": "      Het kan wel{points} als {what}: {sure}.",
    "what it takes does not fit": "wat ervoor nodig is, past niet",
    "1 change; {kept} pieces stay as they were agreed.": "1 verandering; {kept} stukken blijven zoals afgesproken.",
    "{changes} changes; {kept} pieces stay as they were agreed.": (
        "{changes} veranderingen; {kept} stukken blijven zoals afgesproken."
    ),
    "  {title} [{code}] fell away by the change itself.": "  {title} [{code}] viel weg door de verandering zelf.",
    "Proven: with fewer changes no route is as good as the agreed one (within 1 %).": (
        "Bewezen: met minder veranderingen is geen route zo goed als de afgesproken route (op 1 % na)."
    ),
    "Proven: with fewer changes no route is as good as the best found now (within 1 %).": (
        "Bewezen: met minder veranderingen is geen route zo goed als de beste die nu is gevonden (op 1 % na)."
    ),
    "Not proven that fewer changes would not do; the steps below say how far it got.": (
        "Niet bewezen dat het niet met minder kan; de stappen hieronder zeggen hoe ver het kwam."
    ),
    "  With at most {changes} changes: {share:.0f} % as good as the best of these.": (
        "  Met hoogstens {changes} veranderingen: {share:.0f} % zo goed als de beste hiervan."
    ),
    "  With as many changes as it takes: {share:.0f} % as good as the best of these.": (
        "  Met zoveel veranderingen als nodig: {share:.0f} % zo goed als de beste hiervan."
    ),
}
