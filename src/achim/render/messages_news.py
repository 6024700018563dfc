"""Messages about the sources of news. Pairs: Korean, English; see ``render.messages``."""

NEWS: dict[str, tuple[str, str]] = {
    "fetch.gone": (
        "{since:@day}에 아주 없어졌다고 답하여 더 묻지 않는다. 설정에서 주소를 바꾸면 다시 묻는다",
        "answered on {since:@day} that it is gone for good and is not asked until the settings name another address",
    ),
    "source.private_items": (
        "항목이 내부 주소 {host:으로/로} 이어져 하나도 싣지 않는다",
        "has items that lead to the private address {host}, and none that may be printed",
    ),
    "page.robots": (
        "{host:이/가} robots.txt로 읽지 말라고 하여 읽지 않았다",
        "is not to be read by programs, says the robots.txt of {host}",
    ),
    "page.robots_unread": (
        "robots.txt를 얻지 못해 읽지 않았다: {reason:@note}",
        "was not read, as its robots.txt could not be had: it {reason:@note}",
    ),
    "page.no_html": ("글이 아니다 ({kind})", "is no page of text ({kind})"),
    "page.too_short": ("본문을 얻지 못했다 ({length}자)", "gave no article’s text ({length} characters)"),
    "withheld.deleted": ("Hacker News에서 지워졌다", "deleted from Hacker News"),
    "withheld.earlier": (
        "출처를 처음 읽기 이틀보다 앞서 나온 소식이다",
        "out more than two days before its source was first read",
    ),
    "way.digest": ("hackernews.betacat.io", "hackernews.betacat.io"),
    "source.hackernews": ("Hacker News", "Hacker News"),
    "source.hackernews_items": ("Hacker News 점수", "Hacker News’ scores"),
    "source.technologyreview_kr": ("MIT 테크놀로지 리뷰 한국판", "MIT Technology Review Korea"),
    "source.page": ("기사 페이지", "the article’s page"),
    "cli.source_moved": ("  {url:으로/로} 옮겨 가서 그곳에 묻는다", "  moved to {url} and is asked there"),
    "cli.source_gone": (
        "  {at:@day}에 없어졌다. 묻지 않는다: {url}",
        "  gone for good since {at:@day} and not asked: {url}",
    ),
    "cli.feeds_none": (
        "더한 피드가 없다. `achim feeds add URL`로 더하고, 이름만으로 더할 수 있는 것은 {names}",
        "No feed was added. `achim feeds add URL` adds one; known by name: {names}",
    ),
    "cli.feed_added": ("더했다: {name} · {url}", "Added {name} · {url}"),
    "cli.feed_skipped": ("건너뛰었다. 주소가 아니다: {url}", "Left out, as it is no address: {url}"),
    "cli.feed_password": (
        "건너뛰었다. 주소에 비밀번호가 있다: {url}",
        "Left out, as its address holds a password: {url}",
    ),
    "cli.feed_private": (
        "건너뛰었다. 내부 주소이다. 그 피드를 믿으면 `achim feeds add`로 더한다: {url}",
        "Left out, as it is a private address; `achim feeds add` adds it if you trust it: {url}",
    ),
    "cli.feed_known": ("이미 있다: {name} · {url}", "Already there: {name} · {url}"),
    "cli.feed_removed": ("뺐다: {name} · {url}", "Removed {name} · {url}"),
}
