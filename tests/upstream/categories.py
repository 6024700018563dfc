"""Names of arXiv's categories, as its pages print them. https://arxiv.org/category_taxonomy"""

NAMES: dict[str, str] = {
    line.partition(" ")[0]: line.partition(" ")[2]
    for line in """\
cs.AI Artificial Intelligence
cs.AR Hardware Architecture
cs.CC Computational Complexity
cs.CE Computational Engineering, Finance, and Science
cs.CG Computational Geometry
cs.CL Computation and Language
cs.CR Cryptography and Security
cs.CV Computer Vision and Pattern Recognition
cs.CY Computers and Society
cs.DB Databases
cs.DC Distributed, Parallel, and Cluster Computing
cs.DL Digital Libraries
cs.DM Discrete Mathematics
cs.DS Data Structures and Algorithms
cs.ET Emerging Technologies
cs.FL Formal Languages and Automata Theory
cs.GL General Literature
cs.GR Graphics
cs.GT Computer Science and Game Theory
cs.HC Human-Computer Interaction
cs.IR Information Retrieval
cs.IT Information Theory
cs.LG Machine Learning
cs.LO Logic in Computer Science
cs.MA Multiagent Systems
cs.MM Multimedia
cs.MS Mathematical Software
cs.NA Numerical Analysis
cs.NE Neural and Evolutionary Computing
cs.NI Networking and Internet Architecture
cs.OH Other Computer Science
cs.OS Operating Systems
cs.PF Performance
cs.PL Programming Languages
cs.RO Robotics
cs.SC Symbolic Computation
cs.SD Sound
cs.SE Software Engineering
cs.SI Social and Information Networks
cs.SY Systems and Control
eess.AS Audio and Speech Processing
eess.IV Image and Video Processing
eess.SP Signal Processing
eess.SY Systems and Control
hep-th High Energy Physics - Theory
math.CO Combinatorics
math.NA Numerical Analysis
math.NT Number Theory
math.OC Optimization and Control
math.PR Probability
math.ST Statistics Theory
physics.bio-ph Biological Physics
q-bio.NC Neurons and Cognition
q-bio.QM Quantitative Methods
quant-ph Quantum Physics
stat.AP Applications
stat.CO Computation
stat.ME Methodology
stat.ML Machine Learning
stat.OT Other Statistics
stat.TH Statistics Theory""".splitlines()
}

ARCHIVES = {
    "astro-ph": "Astrophysics",
    "cond-mat": "Condensed Matter",
    "cs": "Computer Science",
    "econ": "Economics",
    "eess": "Electrical Engineering and Systems Science",
    "gr-qc": "General Relativity and Quantum Cosmology",
    "hep-ex": "High Energy Physics - Experiment",
    "hep-lat": "High Energy Physics - Lattice",
    "hep-ph": "High Energy Physics - Phenomenology",
    "hep-th": "High Energy Physics - Theory",
    "math": "Mathematics",
    "math-ph": "Mathematical Physics",
    "nlin": "Nonlinear Sciences",
    "nucl-ex": "Nuclear Experiment",
    "nucl-th": "Nuclear Theory",
    "physics": "Physics",
    "q-bio": "Quantitative Biology",
    "q-fin": "Quantitative Finance",
    "quant-ph": "Quantum Physics",
    "stat": "Statistics",
}

_ALONE = frozenset(("gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nucl-ex", "nucl-th", "quant-ph"))
_PHYSICS = _ALONE | {"astro-ph", "cond-mat", "nlin", "physics"}


def name_of(code: str) -> str:
    """``Artificial Intelligence`` for ``cs.AI``; the code itself for a category that is not in the table."""
    return NAMES.get(code) or ARCHIVES.get(code, code)


def is_known(code: str) -> bool:
    """An archive, or a category of one."""
    archive, dot, _ = code.partition(".")
    return code in NAMES or (archive in ARCHIVES and (not dot or (archive not in NAMES and archive != "cs")))


def covers(asked: str, category: str) -> bool:
    """Whether a category belongs to the category or archive that was asked for."""
    return category == asked or category.startswith(f"{asked}.")


def oai_set(code: str) -> str:
    """``cs:cs:AI`` for ``cs.AI``, ``physics:quant-ph`` for ``quant-ph``."""
    archive, dot, subject = code.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    return f"{group}:{archive}:{subject}" if dot else f"{group}:{archive}"
