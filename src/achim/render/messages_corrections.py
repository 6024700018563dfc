"""Messages about corrections and flags. Pairs: Korean, English; see ``render.messages``."""

CORRECTIONS: dict[str, tuple[str, str]] = {
    "ui.corrections": ("정정", "Corrections"),
    "ui.corrected.instead": (
        "〔정정〕 {at:@day}: 앞서 쓴 문장은 “{said}” {why}.",
        "[Corrected] {at:@day}: it said before “{said}” {why}.",
    ),
    "ui.corrected.dropped": (
        "〔정정〕 {at:@day}: 문장을 뺐다. 앞서 쓴 문장은 “{said}” {why}.",
        "[Corrected] {at:@day}: a sentence was taken out. It said “{said}” {why}.",
    ),
    "ui.corrected.entry": ("〔정정〕 {at:@day}: {why}.", "[Corrected] {at:@day}: {why}."),
    "ui.corrected.renamed": (
        "〔정정〕 {at:@day}: {why}. 새 제목은 “{says}”",
        "[Corrected] {at:@day}: {why}. Its title is now “{says}”",
    ),
    "ui.corrected.now": ("지금 문장은 “{says}”", "Now: “{says}”"),
    "ui.flag": ("틀렸다고 알리기", "Report a mistake"),
    # why something was corrected
    "correction.reader": ("까닭: {why}", "Why: {why}"),
    "correction.ground": ("딛고 선 문장이 정정되었다", "What it rested on was corrected"),
    "correction.withdrawn": (
        "저자가 이 논문을 철회했다({day:@day} 판)",
        "Its authors have withdrawn this paper (edition of {day:@day})",
    ),
    "correction.version": (
        "이 논문의 {version}판은 다르게 말한다: {what:@note}({day:@day} 판)",
        "Version {version} of this paper says otherwise: {what:@note} (edition of {day:@day})",
    ),
    "correction.new_text": (
        "이 논문의 새 판은 다르게 말한다: {what:@note}({day:@day} 판)",
        "A new version of this paper says otherwise: {what:@note} (edition of {day:@day})",
    ),
    "change.corrected": ("정정 {count}건", "{count:correction/corrections}"),
    # the page of corrections, and the share of a month
    "site.corrections.about": (
        "틀린 문장은 고치고, 앞서 무엇이라고 썼는지 함께 싣는다. 철회된 논문과 다르게 말하는 새 판도 여기에 적는다.",
        "What was wrong is corrected, with what was said before. Papers that were withdrawn, or whose new version says "
        "otherwise, stand here too.",
    ),
    "site.corrections.none": ("아직 정정한 것이 없다.", "Nothing has been corrected yet."),
    "site.corrections.older": ("그 전에 정정한 판", "Editions corrected before"),
    "site.corrections.share": ("달마다 정정한 문장", "Corrected sentences by month"),
    "ui.share.month": (
        "{month}: 문장 {printed}개 가운데 {corrected}개 정정({share} %)",
        "{month}: {corrected} of {printed:sentence/sentences} corrected ({share} %)",
    ),
    "reason.correction.reader": ("문장이 틀림", "a sentence was wrong"),
    "reason.correction.ground": ("딛고 선 문장이 틀림", "what it rested on was wrong"),
    "reason.correction.withdrawn": ("논문 철회", "paper withdrawn"),
    "reason.correction.version": ("새 판이 다르게 말함", "a new version says otherwise"),
    "reason.correction.new_text": ("새 판이 다르게 말함", "a new version says otherwise"),
    # an issue or a mail that a reader sends
    "flag.title": ("정정 요청: {day} {kind} {claim}", "Correction: {day} {kind} {claim}"),
    "flag.edition": ("판: {day} {kind}/{lang}, 제{revision}판", "Edition: {day} {kind}/{lang}, revision {revision}"),
    "flag.claim": ("문장 {claim} {marks}:", "Sentence {claim} {marks}:"),
    "flag.why": ("무엇이 왜 틀렸나:", "What is wrong, and why:"),
    # the command line
    "cli.flagged": ("적어 두었다: {day} {claim} “{said}”", "Noted: {day} {claim} “{said}”"),
    "cli.unflagged": ("제보 {count}건을 닫았다", "Closed {count:flag/flags}"),
    "error.flag_none": (
        "{day} 판의 ‘{place}’에는 열린 제보가 없다",
        "no flag is open of ‘{place}’ in the edition of {day}",
    ),
    "cli.flags_none": ("열린 제보가 없다", "No flag is open"),
    "cli.flag": ("{day} {kind}/{lang} {claim} · {at}에 제보", "{day} {kind}/{lang} {claim} · flagged at {at}"),
    "cli.flag.said": ("문장: “{said}”", "It says: “{said}”"),
    "cli.flag.why": ("까닭: {why}", "Why: {why}"),
    "cli.corrected": ("정정했다: {edition}", "Corrected {edition}"),
    "cli.corrected.instead": ("  {claim} 고침: “{says}”", "  {claim} now says “{says}”"),
    "cli.corrected.dropped": ("  {claim} 뺌: “{said}” {why}", "  {claim} taken out: “{said}” {why}"),
    "cli.corrected.risen": (
        "  빠진 줄이 비어 오늘 세 줄에 오른 문장: “{said}”",
        "  now among the lines on top, as one was taken out: “{said}”",
    ),
    "error.claim_none": (
        "{day} 판에 ‘{place}’에 해당하는 문장이 없다. `achim audit {day}`가 문장마다 표를 보인다",
        "the edition of {day} has no sentence ‘{place}’; `achim audit {day}` shows the anchor of each",
    ),
    "error.claim_many": (
        "‘{place}’에 해당하는 문장이 {count}개다. 하나를 고른다:",
        "‘{place}’ may mean {count} sentences; name one:",
    ),
    "error.claim_choice": ("  {claim} 문장 “{said}”", "  {claim} “{said}”"),
    "error.correction_text": ("--text나 --drop 가운데 하나를 준다", "give --text or --drop, one of them"),
    "error.correction_why": ("--why에 까닭을 적는다", "say why with --why"),
    "error.correction_same": ("문장이 앞서와 같다", "the sentence says that already"),
    "error.correction_refused": (
        "새 문장이 근거 문장과 맞지 않아 받지 않았다. 까닭:",
        "the new sentence does not follow from the sentences it cites and was refused:",
    ),
}
