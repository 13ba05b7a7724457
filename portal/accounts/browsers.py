"""Which browser somebody uses, in words that they know it by: enough to tell one's own apart, and no more."""

# What a browser says of itself, the most particular first: most also claim to be the others.
PROGRAMS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome",
            "Chrome/": "Chrome", "Safari/": "Safari"}  # fmt: skip
MACHINES = {"Windows": "Windows", "Android": "Android", "iPhone": "an iPhone", "iPad": "an iPad", "Mac OS X": "a Mac",
            "CrOS": "a Chromebook", "Linux": "Linux"}  # fmt: skip


def browser_in(user_agent: str) -> str:
    """A browser in words, such as "Firefox on Windows", from the header User-Agent."""
    program = next((name for mark, name in PROGRAMS.items() if mark in user_agent), "A browser")
    machine = next((name for mark, name in MACHINES.items() if mark in user_agent), "")
    return f"{program} on {machine}" if machine else program
