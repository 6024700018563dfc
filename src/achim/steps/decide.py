"""The choice of a topic after a language model was asked about it."""

from achim.domain.edition import TopicChoice
from achim.domain.note import Note
from achim.domain.topic import Taxonomy


def decided(choice: TopicChoice, key: str | None, taxonomy: Taxonomy, model: str) -> TopicChoice:
    """The classifier's choice, or the model's where it names a topic; the reasons say who decided.

    The mark that the classifier was unsure stays, and its own choice is then the runner-up.
    """
    if key is None:
        return choice
    by = Note.of("topic.by_model", model=model)
    if key == choice.topic.key:
        return TopicChoice(choice.topic, (*choice.reasons, by), runner_up=choice.runner_up, unsure=choice.unsure)
    reasons = (by, Note.of("topic.instead", **choice.topic.named("topic")))
    return TopicChoice(taxonomy.topic(key), reasons, runner_up=choice.topic.key, unsure=choice.unsure)
