"""Sentences made for the bench, with true and wrong claims of both languages: what the data's bullets hardly have.

Problems and limits (denials that are true), comparisons, hedged findings, in 한다체 and in English. Written before the gate
saw them; few, so their intervals are wide.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """An English sentence, what may be said of it, and what may not."""

    source: str
    korean: str
    english: str
    wrong_korean: str
    wrong_english: str
    error: str


MADE = tuple(
    Made(*row)
    for row in (
        ("Existing planners cannot recover from a failed grasp without restarting the whole episode.",
         "기존 플래너는 에피소드 전체를 다시 시작하지 않고는 실패한 파지에서 회복하지 못한다.",
         "Existing planners are unable to recover from a failed grasp unless the whole episode is restarted.",
         "기존 플래너는 에피소드를 다시 시작하지 않고도 실패한 파지에서 회복한다.",
         "Existing planners recover from a failed grasp and need no restart of the episode.", "negation"),
        ("Current tokenizers are not designed for rare scripts, which makes training on them slow.",
         "현재 토크나이저는 희귀 문자를 위해 설계되지 않아 학습이 느리다.",
         "Current tokenizers are not made for rare scripts, so training on them is slow.",
         "현재 토크나이저는 희귀 문자를 위해 설계되어 학습이 빠르다.",
         "Current tokenizers are designed for rare scripts, which makes training on them fast.", "direction"),
        ("Most benchmarks ignore the cost of retrieval and report accuracy only.",
         "대부분의 벤치마크는 검색 비용을 고려하지 않고 정확도만 보고한다.",
         "Most benchmarks leave out the cost of retrieval and report only accuracy.",
         "모든 벤치마크는 검색 비용을 고려하지 않고 정확도만 보고한다.",
         "All benchmarks ignore the cost of retrieval and report accuracy only.", "scope"),
        ("Long contexts degrade the recall of small models, while large models are less affected.",
         "긴 문맥은 작은 모델의 재현율을 떨어뜨리지만 큰 모델은 영향을 덜 받는다.",
         "Long contexts lower the recall of small models, and large models are less affected.",
         "긴 문맥은 작은 모델의 재현율을 높이지만 큰 모델은 영향을 덜 받는다.",
         "Long contexts improve the recall of small models, while large models are less affected.", "direction"),
        ("We show that pruning half of the heads leaves translation quality unchanged.",
         "헤드의 절반을 가지치기해도 번역 품질이 변하지 않음을 보인다.",
         "The authors show that translation quality is unchanged when half of the heads are pruned.",
         "헤드의 절반을 가지치기하면 번역 품질이 크게 향상됨을 보인다.",
         "The authors show that pruning half of the heads improves translation quality.", "direction"),
        ("The detector needs no labels and generalizes to cameras that it has not seen.",
         "이 검출기는 라벨이 필요 없으며 보지 못한 카메라에도 일반화된다.",
         "The detector works without labels and generalizes to unseen cameras.",
         "이 검출기는 라벨이 필요하며 보지 못한 카메라에는 일반화되지 않는다.",
         "The detector needs labels and does not generalize to unseen cameras.", "negation"),
        ("Adapters may reduce forgetting in continual learning, but the effect is small.",
         "어댑터는 연속 학습에서 망각을 줄일 수 있지만 효과는 작다.",
         "Adapters may reduce forgetting in continual learning, though the effect is small.",
         "어댑터는 연속 학습에서 망각을 줄인다.",
         "Adapters reduce forgetting in continual learning.", "hedge"),
        ("Our analysis suggests that early layers encode syntax rather than meaning.",
         "분석에 따르면 초기 층은 의미보다 구문을 부호화하는 것으로 보인다.",
         "The analysis suggests that early layers encode syntax and not meaning.",
         "분석 결과 초기 층은 구문이 아니라 의미를 부호화한다.",
         "The analysis shows that early layers encode meaning rather than syntax.", "hedge"),
        ("KelpNet outperforms TideFormer on all six ocean benchmarks with 40% fewer parameters.",
         "KelpNet은 해양 벤치마크 여섯 개 모두에서 파라미터를 40% 덜 쓰면서 TideFormer를 앞선다.",
         "KelpNet beats TideFormer on all six ocean benchmarks with 40% fewer parameters.",
         "TideFormer는 해양 벤치마크 여섯 개 모두에서 파라미터를 40% 덜 쓰면서 KelpNet을 앞선다.",
         "TideFormer outperforms KelpNet on all six ocean benchmarks with 40% fewer parameters.", "roles"),
        ("Compared with BoltSearch, FernIndex answers queries 3 times faster.",
         "FernIndex는 BoltSearch보다 질의에 3배 빠르게 답한다.",
         "FernIndex answers queries 3 times faster than BoltSearch.",
         "BoltSearch는 FernIndex보다 질의에 3배 빠르게 답한다.",
         "BoltSearch answers queries 3 times faster than FernIndex.", "roles"),
        ("The method raises F1 from 61.2 to 66.8 without extra data.",
         "이 방법은 추가 데이터 없이 F1을 61.2에서 66.8로 높인다.",
         "The method raises F1 from 61.2 to 66.8 and uses no extra data.",
         "이 방법은 추가 데이터 없이 F1을 61.2에서 68.6으로 높인다.",
         "The method raises F1 from 61.2 to 68.6 without extra data.", "number"),
        ("Accuracy improves by 4.1 percentage points on the noisy split.",
         "잡음이 있는 분할에서 정확도가 4.1%p 향상된다.",
         "On the noisy split accuracy improves by 4.1 percentage points.",
         "잡음이 있는 분할에서 정확도가 4.1% 향상된다.",
         "On the noisy split accuracy improves by 4.1%.", "percent point"),
        ("A distilled student keeps 97% of the teacher's accuracy at a tenth of its latency.",
         "증류한 학생 모델은 교사 모델 정확도의 97%를 유지하면서 지연은 10분의 1이다.",
         "The distilled student keeps 97% of the accuracy of its teacher at a tenth of the latency.",
         "증류한 학생 모델은 교사 모델 정확도의 97%를 유지하면서 메모리를 크게 아낀다.",
         "The distilled student keeps 97% of the teacher's accuracy and has been adopted by two hospitals.", "tail"),
        ("Speech encoders are often trained on read speech and fail on spontaneous conversation.",
         "음성 인코더는 낭독 음성으로 학습되는 경우가 많고 자연스러운 대화에서는 실패한다.",
         "Speech encoders are often trained on read speech and fail on spontaneous conversation.",
         "음성 인코더는 항상 낭독 음성으로 학습되며 자연스러운 대화에서도 성공한다.",
         "Speech encoders are always trained on read speech and succeed on spontaneous conversation.", "scope"),
        ("Reward models are vulnerable to length bias, and no simple correction removes it.",
         "보상 모델은 길이 편향에 취약하며, 단순한 보정으로는 이를 없애지 못한다.",
         "Reward models are vulnerable to length bias, which no simple correction removes.",
         "보상 모델은 길이 편향에 강건하며, 단순한 보정으로 이를 없앤다.",
         "Reward models are robust to length bias, which a simple correction removes.", "negation"),
        ("The framework does not require gradients and runs on a single CPU.",
         "이 프레임워크는 그래디언트를 요구하지 않고 CPU 하나에서 동작한다.",
         "The framework requires no gradients and runs on a single CPU.",
         "이 프레임워크는 그래디언트를 요구하며 GPU 하나에서 동작한다.",
         "The framework requires gradients and runs on a single GPU.", "name"),
        ("It remains unclear whether scaling the memory helps reasoning.",
         "메모리를 키우는 것이 추론에 도움이 되는지는 분명하지 않다.",
         "Whether scaling the memory helps reasoning remains unclear.",
         "메모리를 키우면 추론에 도움이 된다.",
         "Scaling the memory helps reasoning.", "negation"),
        ("We release Quarry, a corpus of 2.3 million annotated geological maps.",
         "저자들은 주석이 달린 지질도 230만 장의 말뭉치 Quarry를 공개한다.",
         "The authors release Quarry, a corpus of 2.3 million annotated geological maps.",
         "저자들은 주석이 달린 지질도 23만 장의 말뭉치 Quarry를 공개한다.",
         "The authors release Quarry, a corpus of 2.3 billion annotated geological maps.", "number"),
        ("Sparse attention lowers memory use but increases the error on long documents.",
         "희소 어텐션은 메모리 사용량을 줄이지만 긴 문서에서 오류를 늘린다.",
         "Sparse attention lowers memory use but increases error on long documents.",
         "희소 어텐션은 메모리 사용량을 늘리지만 긴 문서에서 오류를 줄인다.",
         "Sparse attention increases memory use but lowers the error on long documents.", "direction"),
        ("On two of five tasks the smaller model is as good as the larger one.",
         "다섯 과제 가운데 두 과제에서 작은 모델이 큰 모델만큼 좋다.",
         "The smaller model is as good as the larger one on two of five tasks.",
         "다섯 과제 모두에서 작은 모델이 큰 모델만큼 좋다.",
         "The smaller model is as good as the larger one on all five tasks.", "scope"),
    )
)  # fmt: skip
