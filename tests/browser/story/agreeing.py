"""What every protocol passes: consultation, submission, decisions, signatures, and the signed file read back."""

import subprocess
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.leaving import leave_by
from tests.browser.story.people import PASSWORD, Person


def consults(officer: Person, reader: Person, base: str, clause: str, remark: str) -> None:
    """The officer opens consultation; a reader at a party comments on a clause; the officer answers."""
    officer.go(f"{base}consult/")
    officer.reads("Open consultation")
    officer.presses("Open consultation")
    reader.go(f"{base}sections/{clause}/")
    reader.page.locator("#comments").get_by_label("Comment on this clause").fill(remark)
    reader.presses("Add the comment")
    reader.sees(remark)
    officer.go(f"{base}comments/")
    officer.looks("comments")
    officer.follows("Respond and resolve")
    officer.fills(response="The clause now says so.")
    officer.presses("Resolve the comment")


def submits(officer: Person, base: str) -> None:
    """The officer submits, and the content is frozen."""
    officer.go(f"{base}submit/")
    officer.sees("Nothing is missing")
    officer.looks("submit")
    leave_by(officer.page.locator("main").get_by_role("button", name="Submit for approval"))
    officer.sees("approv")


def decides(approver: Person, party: str, protocol: str) -> None:
    """An approver finds the decision in the in-tray and approves, in the capacity that it needs."""
    approver.works_on(party)
    approver.looks(f"approve {protocol}")
    approver.presses(f"Approve for {party}")
    approver.looks("approved")


def works_the_queue_by_keys(approver: Person, words: str) -> None:
    """An approver goes through the queue with single keys: they move, and never decide; they can be turned off."""
    page = approver.page
    approver.go("/approvals/")
    approver.looks("queue")
    keys = page.get_by_role("complementary", name="Keyboard")
    expect(keys).to_contain_text("it never decides")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("[data-stop]").first).to_be_focused()
    with page.expect_navigation(url="**/approvals/*/**"):
        page.keyboard.press("o")
    where = page.url
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Approve for")).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.type(words)  # the letters of keys are only letters while somebody writes
    expect(page.locator("[name=condition_1]")).to_have_value(words)
    keys.get_by_role("button", name="Turn the keys off").click()
    page.keyboard.press("r")
    expect(keys.get_by_role("button", name="Turn the keys on")).to_be_focused()
    keys.get_by_role("button", name="Turn the keys on").click()
    assert page.url == where


def signs(signatory: Person, party: str, protocol: str) -> None:
    """A signatory reads the file, gives post, authority and password, and signs; a wrong password loses nothing."""
    signatory.works_on(protocol)
    signatory.looks("sign")
    signatory.fills(basis="Scheme of delegation, part 3, paragraph 4.2", proof="not the password")
    signatory.presses(f"Sign for {party}")
    assert signatory.page.locator("[name=basis]").input_value() == "Scheme of delegation, part 3, paragraph 4.2"
    signatory.fills(proof=PASSWORD)
    signatory.presses(f"Sign for {party}")
    signatory.looks("signed")


def downloads(reader: Person, base: str, folder: Path) -> Path:
    """Somebody at a party downloads the signed agreement."""
    reader.go(base)
    reader.looks("in force")
    with reader.page.expect_download() as download:
        reader.page.locator("main").get_by_role("link", name="Signed agreement").first.click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def read_back(file: Path, *, signatories: dict[str, str], words: list[str]) -> str:
    """Read the file with other people's programs: signatures, form, pages, words. Returns its words."""
    signatures = run("pdfsig", str(file))
    assert signatures.count("Signature is Valid") == len(signatories) + 2  # and the portal's certification and its seal
    for name in signatories:
        assert name in signatures
    assert "Total document signed" in signatures
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(file))
    about = run("pdfinfo", str(file))
    assert "Tagged:          yes" in about
    text = " ".join(run("pdftotext", str(file), "-").split())
    for word in [*words, *signatories, *signatories.values()]:
        assert word in text, word
    return text


def is_checked_by_anybody(stranger: Person, file: Path, title: str) -> None:
    """Somebody without an account checks the file, reads of it on the register, and sees an altered copy refused."""
    stranger.go("/verify/")
    stranger.looks("verify")
    stranger.page.locator("main [type=file]").set_input_files(file)
    stranger.presses("Check this document")
    stranger.sees("ours")
    stranger.looks("verified")
    altered = file.with_name("altered.pdf")
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    altered.write_bytes(content)
    stranger.page.locator("main [type=file]").set_input_files(altered)
    stranger.presses("Check this document")
    expect(stranger.page.locator(".panel--stopped")).to_be_visible()
    stranger.looks("altered")
    stranger.go("/register/")
    stranger.looks("register")
    stranger.follows(title)
    stranger.looks("register entry")


def run(*command: str) -> str:
    """Run a program and return all that it says."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr
