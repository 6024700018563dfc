"""What is said of stories: why one is told again."""

NEWS: dict[str, tuple[str, str]] = {
    "update.reply": ("당사자의 입장이 나왔다", "there is a reply"),
    "update.new_version": ("새 버전: {versions}", "a new version: {versions}"),
    "update.new_figures": ("새 수치: {figures}", "new figures: {figures}"),
    "update.new_names": ("새로 등장한 이름: {names}", "new names: {names}"),
    "update.rewritten": ("기사가 크게 고쳐졌다", "its page was rewritten"),
    "update.act.buy": ("인수 이야기로 이어졌다", "it came to a takeover"),
    "update.act.law": ("법적 다툼으로 이어졌다", "it came before the law"),
    "update.act.leave": ("사임이나 해임으로 이어졌다", "someone left over it"),
    "update.act.cut": ("감원으로 이어졌다", "jobs were cut"),
    "update.act.delay": ("연기되거나 멈췄다", "it was delayed or paused"),
    "update.act.ban": ("금지되거나 막혔다", "it was banned or blocked"),
    "update.act.breach": ("유출이나 취약점이 드러났다", "a leak or weakness came out"),
}
