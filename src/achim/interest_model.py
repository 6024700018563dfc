"""What closeness to a reader's interests is reckoned with: how rare words are, as counted for early attention."""

from achim.attention_model import load_attention
from achim.steps.interest import InterestModel


def load_interest_model() -> InterestModel:
    return InterestModel(load_attention().idf)
