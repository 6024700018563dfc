"""Korean particles fit the word before them, as it is read aloud."""

from collections.abc import Iterator

import pytest

from achim.render.particles import attach, particle

FITTING = {
    "을/를": (
        "논문을", "문제를", "학습을", "BERT를", "45%를", "OCR을", "Transformer를", "token을", "ImageNet을", "prompt를", "10을",
        "CLIP을", "BLIP을", "OpenCLIP을", "InstructBLIP을", "SigLIP을", "DROP을", "TREC을", "LIME을", "CoT를", "ToT를", "mAP를",
        "ViT를", "DiT를", "ChatGPT를", "IoU를", "LaTeX을", "dropout을", "rollout을", "layout을", "timeout을", "group을",
        "output을", "readout을", "web을", "GitLab을", "prototype을", "app을", "circuit을", "bit를", "8-bit를", "qubit를",
        "check를", "tape를", "pipe를", "model soup를", "scout를", "technique을", "C#을", "C++를", "사후 학습(post-training)을",
    ),
    "은/는": (
        "LLM은", "NLP는", "arXiv는", "pipeline은", "HumanEval+는", "1,000,000,000,000는", "MLLM은", "VLM은", "LLMs는", "GPUs는",
        "FLOPs는", "LoRA는", "QLoRA는", "ReLU는", "BLEU는", "RAG는", "RLHF는", "DPO는", "MoE는", "SLAM은", "GAN은", "LSTM은",
        "JSON은", "STEM은", "MNIST는", "CIFAR는", "CIFAR-10은", "METEOR는", "LiDAR는", "POSTECH은", "KAIST는", "NAVER는",
        "ASIC은", "RADAR는", "PaLM은", "MiniLM은", "CNN은", "Llama는", "Claude는", "Gemini는", "Qwen은", "Mistral은", "Grok은", "OpenAI는",
        "H100은", "A100은", "R1은", "o1은", "T5는", "GPT-4o는", "GPT-4V는", "Python은",
    ),
    "이/가": (
        "3이", "2가", "3.2%p가", "RNN이", "Hugging Face가", "deeplearn.org가", "Google이", "‘code generation’이", "dropout이",
        "chatbot이", "robot이", "notebook이", "benchmark가", "network가", "task가", "framework가", "attack이", "feedback이",
        "bottleneck이", "toolkit이", "dataset이", "subset이", "triplet이", "chat이", "format이", "step이", "loop가",
        "workshop이", "bootstrap이", "setup이", "chip이", "topic이", "music이", "metric이", "codec이", "root가", "heatmap이",
        "threshold가", "tab이", "job이", "tweet이",
    ),
    "과/와": (
        "GPT-4와", "graph와", "①과", "②와", "encoder와", "embedding과", "attention과", "diffusion과", "kernel과", "pixel과",
        "patch와", "batch와", "cache와", "score와", "software와", "noise와", "code와", "image와", "challenge와", "frame과",
        "game과", "gene과", "drone과", "theme와", "rhyme과", "algorithm과", "column과", "agent와", "expert와", "weight와",
        "insight와", "word2vec과", "U-Net과", "Copilot과", "sleep과", "Microsoft와", "Stanford와",
    ),
    "으로/로": (
        "모델로", "학습으로", "결과로", "67.1로", "67.0으로", "URL로", "model로", "OCR로", "LLM으로", "SQL로", "MySQL로", "HTML로",
        "ICLR로", "ICML로", "CVPR로", "PSNR로", "AR로", "table로", "module로", "file로", "style로", "scale로", "goal로", "tool로",
        "example로", "Kaggle로", "1로", "7로", "8로", "0으로", "3으로", "6으로", "100으로", "45%로", "7B로", "16k로", "5 km로",
        "10 nm로", "20 dB로", "r로", "n으로", "k로", "Web으로", "TensorFlow로", "PyTorch로", "layout으로", "CLIP으로",
    ),
}  # fmt: skip
"""Words with the particle that Korean readers expect, by the pair that it is one of."""


def cases() -> Iterator[tuple[str, str, str]]:
    """Word, pair, and word with the particle; 으로 is tried before 로, in which it ends."""
    for pair, told in FITTING.items():
        for expected in told:
            form = next(form for form in pair.split("/") if expected.endswith(form))
            yield expected.removesuffix(form), pair, expected


@pytest.mark.parametrize(("text", "pair", "expected"), list(cases()), ids=lambda value: value)
def test_a_particle_fits_the_last_syllable(text: str, pair: str, expected: str) -> None:
    assert attach(text, pair) == expected


@pytest.mark.parametrize(
    ("pair", "expected"), [("을/를", "을(를)"), ("은/는", "은(는)"), ("으로/로", "(으)로"), ("이라/라", "(이)라")]
)
def test_a_word_of_unknown_reading_gets_both_forms(pair: str, expected: str) -> None:
    assert particle("漢字", pair) == expected
    assert particle("", pair) == expected
