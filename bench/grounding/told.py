"""Sentences made for the bench after someone who knew the gate had lied past it: the kinds of lies that got through.

True and wrong Korean claims about each. By the maker of the checks, written before these were run on them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """An English sentence, what may be said of it, what may not, and the kind of the error."""

    kind: str
    source: str
    korean: str
    wrong: str


TOLD = tuple(
    Told(kind, *row)
    for kind, rows in {
        "comparison of phrases": (
            ("Small models trained on clean data outperform large models trained on noisy data.",
             "깨끗한 데이터로 학습한 작은 모델이 잡음 많은 데이터로 학습한 큰 모델을 능가한다.",
             "잡음 많은 데이터로 학습한 큰 모델이 깨끗한 데이터로 학습한 작은 모델을 능가한다."),
            ("Slow thinking yields smaller gradients than fast thinking across layers.",
             "느린 사고는 빠른 사고보다 층마다 그래디언트가 작다.",
             "빠른 사고는 느린 사고보다 층마다 그래디언트가 작다."),
            ("Synthetic captions are more useful than human captions for rare objects.",
             "드문 물체에서는 합성 캡션이 사람의 캡션보다 유용하다.",
             "드문 물체에서는 사람의 캡션이 합성 캡션보다 유용하다."),
            ("Text prompts lead to higher accuracy than image prompts.",
             "텍스트 프롬프트는 이미지 프롬프트보다 정확도가 높다.",
             "이미지 프롬프트는 텍스트 프롬프트보다 정확도가 높다."),
            ("Retrieval is slower than generation on long documents.",
             "긴 문서에서 검색은 생성보다 느리다.",
             "긴 문서에서 생성은 검색보다 느리다."),
            ("Existing methods are outperformed by our approach on video tasks.",
             "비디오 과제에서 제안한 접근법은 기존 방법보다 성능이 높다.",
             "비디오 과제에서 기존 방법은 제안한 접근법보다 성능이 높다."),
        ),
        "figure of the other": (
            ("KelpNet reaches 81.2% accuracy, while TideFormer reaches 74.5%.",
             "KelpNet은 정확도 81.2%에 이른다.", "TideFormer는 정확도 81.2%에 이른다."),
            ("FernIndex needs 40 GB of memory, whereas BoltSearch needs 96 GB.",
             "FernIndex는 메모리 40GB를 쓴다.", "FernIndex는 메모리 96GB를 쓴다."),
            ("Quarry-7B scores 63.0 and Quarry-13B scores 68.4 on the exam.",
             "Quarry-13B는 시험에서 68.4점을 얻는다.", "Quarry-7B는 시험에서 68.4점을 얻는다."),
            ("Latency falls to 120 ms for HullBot, compared with 310 ms for ReefBot.",
             "HullBot의 지연은 120 ms로 떨어진다.", "ReefBot의 지연은 120 ms로 떨어진다."),
            ("MapleLM was trained on 2 trillion tokens and CedarLM on 5 trillion tokens.",
             "CedarLM은 5조 토큰으로 학습되었다.", "MapleLM은 5조 토큰으로 학습되었다."),
            ("DuneQA contains 12,000 questions; MesaQA contains 9,000 questions.",
             "MesaQA에는 질문 9,000개가 있다.", "DuneQA에는 질문 9,000개가 있다."),
        ),
        "plan told as done": (
            ("The code and all checkpoints will be released upon acceptance.",
             "코드와 체크포인트는 채택 뒤 공개될 예정이다.", "저자들은 코드와 체크포인트를 모두 공개했다."),
            ("We plan to extend the corpus to twelve more languages.",
             "저자들은 말뭉치를 12개 언어로 더 넓힐 계획이다.", "저자들은 말뭉치를 12개 언어로 더 넓혔다."),
            ("In future work, we aim to test the planner on real robots.",
             "실제 로봇에서 플래너를 시험하는 일은 향후 과제다.", "저자들은 실제 로봇에서 플래너를 시험했다."),
            ("A public leaderboard is expected to open later this year.",
             "공개 순위표는 올해 안에 열릴 것으로 기대된다.", "공개 순위표가 올해 열렸다."),
            ("The dataset is to be made available to researchers on request.",
             "데이터셋은 요청하는 연구자에게 제공될 예정이다.", "데이터셋은 연구자들에게 제공되었다."),
            ("Human evaluation is ongoing and will be reported in a later version.",
             "인간 평가는 진행 중이며 나중 판에서 보고할 예정이다.", "인간 평가를 마치고 결과를 보고했다."),
        ),
        "other work told as own": (
            ("Existing methods rely on dense annotations of every frame.",
             "기존 방법은 모든 프레임의 조밀한 주석에 의존한다.", "이 방법은 모든 프레임의 조밀한 주석에 의존한다."),
            ("Prior work trains a separate adapter for each speaker.",
             "선행 연구는 화자마다 따로 어댑터를 학습한다.", "저자들은 화자마다 따로 어댑터를 학습한다."),
            ("Recent studies have shown that pruning attention heads hurts retrieval.",
             "최근 연구들은 어텐션 헤드의 가지치기가 검색을 해친다고 보였다.",
             "이 논문은 어텐션 헤드의 가지치기가 검색을 해친다고 보인다."),
            ("Traditional pipelines parse the document before answering.",
             "전통적인 파이프라인은 답하기 전에 문서를 파싱한다.", "제안한 파이프라인은 답하기 전에 문서를 파싱한다."),
            ("Most current benchmarks evaluate agents in simulated offices.",
             "현재 벤치마크는 대부분 모의 사무실에서 에이전트를 평가한다.",
             "저자들은 모의 사무실에서 에이전트를 평가한다."),
            ("Diffusion policies have been widely used for manipulation.",
             "확산 정책은 조작에 널리 쓰여 왔다.", "저자들은 조작을 위해 확산 정책을 새로 만든다."),
        ),
        "denial dropped": (
            ("The model does not use any image tokens during decoding.",
             "이 모델은 디코딩에서 이미지 토큰을 쓰지 않는다.", "이 모델은 디코딩에서 이미지 토큰을 쓴다."),
            ("We find no evidence that longer chains improve accuracy.",
             "더 긴 사슬이 정확도를 높인다는 증거는 찾지 못했다.", "더 긴 사슬이 정확도를 높인다는 증거를 찾았다."),
            ("Neither the encoder nor the decoder is fine-tuned.",
             "인코더도 디코더도 파인튜닝하지 않는다.", "인코더와 디코더를 파인튜닝한다."),
            ("The agents rarely ask for help when they are lost.",
             "에이전트는 길을 잃었을 때 도움을 청하는 일이 드물다.", "에이전트는 길을 잃었을 때 도움을 청한다."),
            ("The benchmark fails to separate strong models.",
             "이 벤치마크는 강한 모델들을 구별하지 못한다.", "이 벤치마크는 강한 모델들을 구별한다."),
            ("Training without augmentation leads to the same accuracy.",
             "증강 없이 학습해도 정확도는 같다.", "증강하여 학습하면 정확도가 오른다."),
        ),
        "thing exchanged": (
            ("The scheduler lowers the memory footprint of long generations.",
             "이 스케줄러는 긴 생성의 메모리 사용량을 낮춘다.", "이 스케줄러는 긴 생성의 비용을 낮춘다."),
            ("We train the policy with rewards from compiled programs.",
             "컴파일한 프로그램에서 얻은 보상으로 정책을 학습한다.", "번역한 문서에서 얻은 보상으로 정책을 학습한다."),
            ("The model answers questions about charts in scientific papers.",
             "이 모델은 과학 논문의 차트에 관한 질문에 답한다.", "이 모델은 과학 논문의 음성에 관한 질문에 답한다."),
            ("Our filter removes toxic comments from the training data.",
             "이 필터는 학습 데이터에서 유해한 댓글을 없앤다.", "이 필터는 학습 데이터에서 유해한 이미지를 없앤다."),
            ("Precision improves on rare classes.",
             "드문 클래스에서 정밀도가 향상된다.", "드문 클래스에서 재현율이 향상된다."),
            ("The router sends easy queries to a small model.",
             "라우터는 쉬운 질의를 작은 모델에 보낸다.", "라우터는 쉬운 질의를 큰 모델에 보낸다."),
        ),
    }.items()
    for row in rows
)  # fmt: skip
