"""What closeness to a reader's interests is reckoned with."""

from achim.steps.interest import InterestModel
from achim.topic_model import load_topic_model


def load_interest_model() -> InterestModel:
    return load_topic_model()
