"""Small doors that are shut: being sent elsewhere, headers written through a name, markup that runs."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html

from partners.roles import RoleKind
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.mail.delivery import deliver
from portal.mail.services import queue_mail
from portal.richtext import ATTRIBUTES, TAGS, sanitise
from protocols.loader.elsewhere.powers import _citations
from tests.protocols import factories

PASSWORD = "correct horse battery"
ELSEWHERE = [
    "https://attacker.example/", "//attacker.example/", "/\\attacker.example/", "\\\\attacker.example",
    "https:attacker.example",
    "///attacker.example", "javascript:alert(1)", "\t//attacker.example",
    "http://testserver@attacker.example/",
]  # fmt: skip
# One of each family of the published lists of ways in which markup runs.
RUNS = [
    "<script>alert(1)</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>", "<svg><script>alert&#40;1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>", "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data='javascript:alert(1)'></object>",
    "<embed src='//attacker.example/x.swf'>", "<form action='//attacker.example'><button>x</button></form>",
    "<p style='background:url(javascript:alert(1))'>x</p>", "<style>@import '//attacker.example'</style>",
    "<base href='//attacker.example/'>", "<meta http-equiv=refresh content='0;url=//attacker.example'>",
    "<link rel=stylesheet href='//attacker.example'>", "<details open ontoggle=alert(1)>x</details>",
    "<p><noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=alert(1) src>'>",
    "<li id='__proto__'>x</li>", "<li id='document'>x</li>", "<td background='javascript:alert(1)'>x</td>",
    "<video><source onerror=alert(1)></video>", "<input autofocus onfocus=alert(1)>", "<x onclick=alert(1)>x</x>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->", "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<![CDATA[<script>alert(1)</script>]]>", "<p\x00onclick=alert(1)>x</p>", "\u2028<script\u2028>alert(1)</script>",
    "<a href='https://ok.example' onmouseover='alert(1)' target=_blank rel=opener>x</a>", "<plaintext><script>alert(1)",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_and_choosing_a_capacity_lead_nowhere_else(elsewhere):
    cache.clear()
    role = factories.role(RoleKind.VIEWER, at=factories.partner("Wigan Council"))
    person = User.objects.get(pk=role.person_id)
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    signed = client.post(
        f"/accounts/login/?next={elsewhere}", {"login": person.email, "password": PASSWORD, "next": elsewhere}
    )
    assert signed.url == "/in-tray/"
    assert client.post("/capacity/", {"role": role.pk, "next": elsewhere}).url == "/in-tray/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name", ["Ivy\r\nBcc: victim@wigan.example", "Ivy\nX-Other: 1\n\n<script>", "Ivy\u2028Bcc: a@b.example"]
)
def test_a_name_writes_no_header_into_a_mail(mailoutbox, settings, name):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with act("tests.mail", by=SYSTEM):
        context = {
            "registration": {"partner": name, "contact_name": name},
            "link": "https://concordat.example/x",
            "days": 7,
        }
        mail = queue_mail(to="dana@alder.example", template="partners/confirm_registration", context=context)
    assert deliver(mail.pk)
    sent = mailoutbox[0].message()
    assert set(sent.keys()) & {"Bcc", "X-Other", "Cc"} == set()
    assert "\n" not in mailoutbox[0].subject
    assert sent["To"] == "dana@alder.example"


@pytest.mark.parametrize("text", RUNS)
def test_of_markup_that_runs_nothing_is_left_that_could(text):
    clean = sanitise(f"<p>before</p>{text}<p>after</p>")
    for element in html.fragment_fromstring(clean, create_parent="div").iterdescendants():
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set()) | {"rel"}
        assert re.match(r"(?:https?:|mailto:|[^:]*$)", element.get("href", ""))
        assert element.get("id", "p00000000").startswith(("p", "w", "section-"))
    assert sanitise(clean) == clean


def test_a_range_of_sections_is_no_way_to_fill_the_memory():
    assert len(_citations("Police Act 1996 ss 1-9999")) == 1
    assert len(_citations("Police Act 1996 ss 10-12")) == 3
    assert len(_citations("Police Act 1996 s 1-" + "9" * 5000)) <= 1
