"""What people in each line of work know, and what the rest of a hospital wonders about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Topic:
    """A line of work: the words that give it away, what its people offer, what others would ask them."""

    words: re.Pattern[str]
    offers: tuple[str, ...]
    wonders: tuple[str, ...]


def _topic(words: str, offers: str, wonders: str) -> Topic:
    pattern = re.compile(rf"\b(?:{words})", re.IGNORECASE)
    return Topic(pattern, _lines(offers), _lines(wonders))


def _lines(block: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in block.strip().splitlines())


TOPICS: tuple[Topic, ...] = (
    _topic(
        "porter|post room|messenger",
        """the fastest way from any ward to any other
        how we know which call to take first
        talking to people on their way to theatre
        the corridors that are on no map""",
        """how far a porter walks in a shift
        how the porters share out the calls""",
    ),
    _topic(
        "emergency|triage",
        """how triage decides who is seen first
        what to say to somebody who has waited six hours
        staying calm when four things happen at once
        the quiet hour in the emergency department, and what we do with it""",
        """what a Friday night in the emergency department is really like
        how triage decides in two minutes""",
    ),
    _topic(
        "theatre|operating department|scrub|surg|an[ae]+sthe",
        """what happens in theatre before the patient arrives
        the safety checklist, and why everybody says their name aloud
        what every instrument on the tray is called
        how a theatre list is put in order""",
        """what the first hour in theatres looks like
        how a team that meets at eight can operate by nine""",
    ),
    _topic(
        "midwi|matern|birth|infant",
        """what midwives talk about at four in the morning
        how a birth plan survives the day itself
        helping somebody who is frightened to ask a question
        on-call weeks, and how to sleep after one""",
        """what a midwife carries in her bag
        how the birth centre keeps its calm""",
    ),
    _topic(
        "pharm|dispens|antimicrobial",
        """why medicines to take home take as long as they do
        which medicines look alike, and how we keep them apart
        reading a drug chart in half a minute
        what antibiotics are for, and what they are not for""",
        """what happens to a prescription between the ward and the door
        how Pharmacy catches a mistake that nobody else saw""",
    ),
    _topic(
        "radio|sonograph|imaging|x-ray",
        """what you can and cannot see on an X-ray
        how to fit an urgent scan into a full list
        helping people who cannot bear the scanner
        the odd things we find on pictures""",
        """what radiographers look at first in a picture
        why one scan takes five minutes and another fifty""",
    ),
    _topic(
        "patholog|biomedical|phlebotom|mortuary|specimen|laborator",
        """where a sample goes after it leaves the ward
        how to label a tube so that nobody rings you
        what a blood count says, in plain words
        the mortuary, without the television""",
        """what happens to a blood sample in its first half hour
        who works in the laboratory at night""",
    ),
    _topic(
        "therap|physio|dietit|speech and language|rehabilit|stroke",
        """how people learn to walk again
        small changes that make a desk kinder to a back
        eating well on shifts
        what can be done in ten minutes a day""",
        """how therapists set a goal with somebody who has lost hope
        what a home visit shows that a ward cannot""",
    ),
    _topic(
        "organ donation|transplant",
        """how a donated organ crosses the country in four hours
        how we talk to families on the hardest day
        what being on call for transplants is like
        what really decides who is next on the list""",
        """how an organ finds its patient
        what a donation coordinator says first to a family""",
    ),
    _topic(
        "blood|donor",
        """what happens at a donation session before the doors open
        why donors come back, and why some do not
        the journey of a unit of blood
        moving a whole clinic into a village hall by nine""",
        """what happens to a donation after the biscuit
        how stocks of rare blood are kept up""",
    ),
    _topic(
        "chapl|spiritual",
        """listening, without hurrying to an answer
        what people of different faiths need on a ward
        a quiet room, whether or not you believe
        how a hospital marks its losses""",
        """who visits the chapel at night
        how chaplains help people who have no faith""",
    ),
    _topic(
        "housekeep|deep clean|linen|domestic|cleaning",
        """how a bed space is turned round in half an hour
        what we notice on a ward that nobody else does
        where all the linen goes
        getting anything out of anything""",
        """how a room is made safe after an infection
        what housekeepers would like the rest of us to stop doing""",
    ),
    _topic(
        "chef|cook|cater|kitchen|food",
        """cooking for nine hundred people before noon
        making soft food that looks like food
        three dinners from one pot
        what goes back on the trays, and what we learn from it""",
        """how a menu is planned for people who cannot swallow
        what the kitchen does when a delivery fails""",
    ),
    _topic(
        "electric|plumb|estate|mainten|grounds|facilit|logistic|medical gas",
        """what is above the ceiling tiles
        how to report a fault so that it is mended once
        keeping an old building warm
        what happens when the mains power goes""",
        """what happens in the ten seconds before the generator starts
        how old the oldest pipe in the building is""",
    ),
    _topic(
        "analy|statist|data|informa?tics|information|knowledge",
        """getting from a spreadsheet to an answer
        which of our figures to trust, and why
        drawing a chart that people read
        what can be shared about patients, and what cannot""",
        """which numbers the board looks at first
        how a figure gets from a ward into a national report""",
    ),
    _topic(
        r"it\b|digital|network|software|systems?|desktop|service desk|developer|technology",
        """getting a ticket answered the same day
        three shortcuts that save ten minutes a day
        why the systems do not talk to each other, and what we do about it
        passwords that you can remember""",
        """what the service desk wishes we would write in a ticket
        what goes on in the server room when everything stops""",
    ),
    _topic(
        "record|cod(?:er|ing)|medical secretar|archive",
        """where notes go when they go missing
        how a hospital stay becomes a line of codes
        typing a clinic letter from two words and a cough
        keeping four consultants' diaries in step""",
        """how one set of notes is found among a million
        what a clinical coder reads between the lines""",
    ),
    _topic(
        "financ|account|payroll|procure|purchas|budget",
        """reading a budget statement without fear
        why your payslip says what it says
        how to write a business case that is read to the end
        what things really cost, from gloves to scanners""",
        """how the money for a new post is found
        what a finance team does in the last week of March""",
    ),
    _topic(
        r"hr\b|human resources|people\b|recruit|rota\b|employee|wellbeing|workforce|train|organisational dev",
        """what makes an application stand out
        how a rota is put together, and how to ask for a change
        having a difficult conversation well
        courses that nobody knows they may go on""",
        """what recruiters read first
        how a rota for ninety people can ever be fair""",
    ),
    _topic(
        "communicat|press|photograph|engagement|media",
        """saying a hard thing in two plain sentences
        what to do when a journalist rings
        taking a photograph that people like of themselves
        getting something on to the front page of the intranet""",
        """how bad news is told to four thousand staff at once
        what the press office does on a quiet day""",
    ),
    _topic(
        "project|programme|transform|change",
        """keeping a plan alive after the first month
        running a meeting that ends early
        how to say no to one more thing
        what we learnt from a project that failed""",
        """how a project gets from an idea to the wards
        what a programme office sees that single teams do not""",
    ),
    _topic(
        "contact centre|customer|reception|booking|patient services|adviser|advisor",
        """calming somebody down in the first minute of a call
        what people really ring us about
        getting an appointment moved without tears
        remembering names""",
        """what people say when they think that they are on hold
        how bookings cope on a Monday morning""",
    ),
    _topic(
        "nurs|ward|matron|sister|healthcare|health care|clinic|medic|consultant|doctor|practitioner|care",
        """how a good handover sounds
        getting through a run of nights
        what a ward is like at five in the morning
        making somebody comfortable with what is at hand
        spotting early that a patient is getting worse
        how a bed is found when there are none""",
        """how a ward sister plans a shift with two people short
        what nurses would change first
        what makes a discharge go smoothly""",
    ),
    _topic(
        r"director\b|chief|executive|head of|secretary|business manager|office\b|diary|board\b",
        """how decisions are really made upstairs
        what goes into a board paper, and what stays out
        planning a week that somebody else will upset
        moving from a team to leading it""",
        """what executives worry about on a Sunday evening
        how an idea from a ward reaches the board""",
    ),
)
"""The surest words first: a theatre porter is a porter, an emergency nurse works in emergency."""


@cache
def topic_of(job_title: str, profession: str, department: str) -> Topic | None:
    """The line of work that a job gives away: by its title, else the department, else the profession."""
    for text in (job_title, department, profession):
        for topic in TOPICS:
            if topic.words.search(text):
                return topic
    return None
