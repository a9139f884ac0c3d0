"""The departments of the made-up trust: how large, where, and which jobs at which band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Job(NamedTuple):
    """A job title at a band; ``share`` is how many of the department's staff do it, against the others."""

    band: str
    title: str
    share: int


@dataclass(frozen=True, slots=True)
class Department:
    """``share`` is its weight in the trust, ``sites`` the weight of each of the four sites in order.

    The first job is the head's, held once. ``has_remote`` says that some of its staff work from afar.
    """

    name: str
    share: int
    profession: str
    sites: tuple[int, int, int, int]
    listed: str
    has_remote: bool = False

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs, from lines of ``band, title, share``, the highest band first."""
        lines = (line.strip().split(", ") for line in self.listed.splitlines())
        return tuple(Job(f"Band {band}", title, int(share)) for band, title, share in lines)


BOARD = Department(
    "Trust Board Office",
    4,
    "Management",
    (1, 0, 0, 3),
    """9, Chief Executive, 1
        9, Director of Nursing, 1
        8c, Trust Secretary, 1
        5, Executive Assistant, 1""",
)
"""Its head is everybody's: the heads of the other departments report there."""

DEPARTMENTS: tuple[Department, ...] = (
    BOARD,
    Department(
        "Nursing",
        64,
        "Nursing",
        (5, 4, 2, 0),
        """8c, Head of Nursing, 1
            8a, Matron, 3
            7, Ward Manager, 6
            7, Tissue Viability Nurse, 2
            6, Ward Sister, 9
            5, Staff Nurse, 32
            4, Nursing Associate, 7
            3, Senior Healthcare Assistant, 8
            2, Healthcare Assistant, 16
            2, Ward Clerk, 4""",
    ),
    Department(
        "Emergency",
        32,
        "Nursing",
        (6, 3, 1, 0),
        """8b, Emergency Department Matron, 1
            8a, Advanced Clinical Practitioner, 3
            7, Emergency Nurse Practitioner, 4
            6, Senior Emergency Nurse, 7
            5, Emergency Nurse, 14
            4, Assistant Practitioner, 2
            3, Emergency Care Assistant, 7
            2, Emergency Receptionist, 4""",
    ),
    Department(
        "Theatres",
        28,
        "Theatre practice",
        (5, 4, 0, 0),
        """8b, Theatres Matron, 1
            7, Theatre Team Leader, 4
            6, Senior Operating Department Practitioner, 7
            5, Operating Department Practitioner, 9
            5, Scrub Nurse, 6
            3, Theatre Support Worker, 6
            2, Theatre Orderly, 3""",
    ),
    Department(
        "Maternity",
        22,
        "Midwifery",
        (4, 3, 1, 0),
        """8b, Head of Midwifery, 1
            7, Birth Centre Manager, 2
            7, Infant Feeding Specialist, 1
            6, Midwife, 12
            5, Newly Qualified Midwife, 4
            3, Maternity Support Worker, 6
            2, Maternity Clerk, 2""",
    ),
    Department(
        "Therapies",
        22,
        "Allied health professions",
        (4, 3, 3, 0),
        """8b, Head of Therapies, 1
            7, Stroke Physiotherapist, 3
            7, Lead Speech and Language Therapist, 1
            6, Occupational Therapist, 5
            6, Physiotherapist, 5
            5, Rotational Physiotherapist, 5
            5, Dietitian, 3
            4, Therapy Technician, 2
            3, Therapy Assistant, 5""",
    ),
    Department(
        "Pathology",
        21,
        "Healthcare science",
        (5, 2, 0, 0),
        """8c, Pathology Services Manager, 1
            8a, Chief Biomedical Scientist, 2
            7, Specialist Biomedical Scientist, 4
            6, Biomedical Scientist, 7
            5, Trainee Biomedical Scientist, 3
            4, Mortuary Technologist, 1
            3, Phlebotomist, 7
            2, Specimen Reception Assistant, 4""",
    ),
    Department(
        "Radiology",
        19,
        "Radiography",
        (4, 3, 2, 0),
        """8b, Radiology Manager, 1
            8a, Reporting Radiographer, 2
            7, Sonographer, 3
            6, Senior Radiographer, 6
            5, Radiographer, 7
            3, Imaging Assistant, 4
            2, Radiology Booking Clerk, 3""",
    ),
    Department(
        "Housekeeping",
        19,
        "Estates and facilities",
        (4, 4, 2, 1),
        """7, Head of Housekeeping, 1
            4, Housekeeping Supervisor, 3
            3, Deep Clean Team Leader, 2
            2, Housekeeper, 16
            2, Linen Room Assistant, 3""",
    ),
    Department(
        "Pharmacy",
        17,
        "Pharmacy",
        (4, 3, 1, 0),
        """9, Chief Pharmacist, 1
            8a, Antimicrobial Pharmacist, 2
            7, Clinical Pharmacist, 4
            6, Rotational Pharmacist, 4
            5, Pharmacy Technician, 5
            3, Dispensing Assistant, 4
            2, Pharmacy Stores Assistant, 3""",
    ),
    Department(
        "Portering",
        14,
        "Estates and facilities",
        (5, 4, 1, 0),
        """6, Portering Manager, 1
            4, Portering Shift Leader, 2
            3, Theatre Porter, 3
            2, Porter, 11
            2, Post Room Porter, 1""",
    ),
    Department(
        "Catering",
        13,
        "Estates and facilities",
        (4, 4, 1, 0),
        """7, Catering Manager, 1
            5, Head Chef, 1
            4, Chef, 3
            3, Dietary Cook, 2
            2, Catering Assistant, 9""",
    ),
    Department(
        "Estates",
        12,
        "Estates and facilities",
        (4, 3, 2, 1),
        """8b, Head of Estates, 1
            7, Estates Officer, 1
            6, Medical Gas Engineer, 1
            5, Electrical Supervisor, 2
            4, Plumber, 3
            4, Electrician, 3
            3, Maintenance Assistant, 3
            2, Groundskeeper, 1""",
    ),
    Department(
        "Digital and IT",
        11,
        "Information technology",
        (2, 0, 0, 5),
        """8d, Chief Information Officer, 1
            8a, Clinical Systems Manager, 1
            7, Integration Developer, 2
            6, Network Engineer, 2
            5, Data Analyst, 3
            4, Service Desk Analyst, 3
            3, Desktop Support Technician, 2""",
        has_remote=True,
    ),
    Department(
        "Medical Records",
        10,
        "Administration",
        (3, 2, 0, 2),
        """7, Health Records Manager, 1
            5, Clinical Coding Lead, 1
            4, Clinical Coder, 4
            3, Medical Secretary, 3
            2, Records Clerk, 5""",
        has_remote=True,
    ),
    Department(
        "Finance",
        9,
        "Finance",
        (1, 0, 0, 6),
        """8d, Deputy Director of Finance, 1
            8a, Finance Business Partner, 2
            7, Procurement Manager, 1
            6, Management Accountant, 2
            4, Payroll Officer, 2
            3, Accounts Payable Assistant, 2""",
        has_remote=True,
    ),
    Department(
        "Human Resources",
        9,
        "Human resources",
        (1, 1, 0, 6),
        """8c, Head of People, 1
            8a, Organisational Development Lead, 1
            6, Employee Relations Adviser, 2
            5, Staff Wellbeing Adviser, 1
            4, Recruitment Officer, 3
            3, Rota Coordinator, 3""",
        has_remote=True,
    ),
    Department(
        "Communications",
        4,
        "Communications",
        (1, 0, 0, 3),
        """8a, Head of Communications, 1
            6, Communications Officer, 2
            5, Medical Photographer, 1""",
        has_remote=True,
    ),
    Department(
        "Chaplaincy",
        3,
        "Chaplaincy",
        (1, 1, 0, 0),
        """7, Lead Chaplain, 1
            6, Chaplain, 2""",
    ),
)
