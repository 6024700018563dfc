"""What the news edition says of stories: why one counts as about AI, its topic's host, its rank."""

NEWS: dict[str, tuple[str, str]] = {
    # why a story counts as about AI, or not
    "about_ai.by_setting": ("설정에서 AI 전문 출처로 정했다", "its source is about AI by your settings"),
    "about_ai.for": ("{where:@field}에 나오는 ‘{phrase}’", "‘{phrase}’ in the {where:@field}"),
    "about_ai.against": (
        "{where:@field}에 나오는 ‘{phrase}’, AI 소식에는 드물다",
        "‘{phrase}’ in the {where:@field}, rare in AI stories",
    ),
    "about_ai.nothing": ("두드러진 낱말이 없다", "no word stands out"),
    "withheld.not_ai": ("AI 소식이 아니다(점수 {score})", "not about AI (score {score})"),
    "withheld.borderline": ("AI 소식인지 애매해 뺐다(점수 {score})", "left out: perhaps about AI (score {score})"),
    "topic.host": ("{host}의 소식", "told by {host}"),
    # why a story stands where it does
    "rank.few_votes": ("추천 {votes}표로 보통보다 적다", "{votes:vote/votes}, fewer than usual"),
    "rank.few_comments": ("댓글 {comments}개로 보통보다 적다", "{comments:comment/comments}, fewer than usual"),
    "rank.places": ("매체 {count}곳이 전함", "told by {count:publisher/publishers}"),
    "rank.hours": ("나온 지 {hours}시간", "{hours:hour/hours} old"),
    "rank.weight": ("{source:@source}에 둔 가중치", "the weight given to {source:@source}"),
    "field.text": ("본문", "text"),
    "field.address": ("주소", "address"),
}
