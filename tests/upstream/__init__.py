"""A replay of arXiv, Hugging Face and deeplearn.org on loopback, with a settable clock and scripted faults.

How to use it: README.md beside this file.
"""

from tests.upstream.corpus import from_hf, from_listings, from_metadata, from_sample
from tests.upstream.faults import FAULTS, HARMLESS, Fault, after, named, redirect, status
from tests.upstream.schedule import HOLIDAYS_2026, is_label, label_shown, turns_at
from tests.upstream.server import ROUTES, Request, SettableClock, UpstreamServer
from tests.upstream.synthetic import awkward_works, synthetic
from tests.upstream.works import Corpus, Work, joined, with_panels

__all__ = [
    "FAULTS",
    "HARMLESS",
    "HOLIDAYS_2026",
    "ROUTES",
    "Corpus",
    "Fault",
    "Request",
    "SettableClock",
    "UpstreamServer",
    "Work",
    "after",
    "awkward_works",
    "from_hf",
    "from_listings",
    "from_metadata",
    "from_sample",
    "is_label",
    "joined",
    "label_shown",
    "named",
    "redirect",
    "status",
    "synthetic",
    "turns_at",
    "with_panels",
]
