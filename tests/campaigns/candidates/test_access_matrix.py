"""Every address of the cabinet, the officer's desk, open data and public candidates, asked by each role.

The rows are held against the address book: a new address without a decision fails. What a page may do is one question,
what it shows another: no page of a branch holds a word about another branch's candidate.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client, TestCase
from django.urls import NoReverseMatch, reverse

from campaigns.candidates import reviewing
from campaigns.models import Demand, Pool, Takedown
from federation.models import Mail
from tests.campaigns.candidates.world import made
from tests.cast import client_of
from tests.test_urls import addresses

BRANCHES = {"branch", "second"}
REVIEWERS = {"regional", "elsewhere", "headquarters", "recused"}
OFFICE = {"officer", "administrator"}
CABINET = BRANCHES | REVIEWERS | OFFICE
POOLS = REVIEWERS | {"administrator"}
CENTRAL = {"headquarters", "recused"}


@dataclass(frozen=True)
class Row:
    """args: the arguments of the address, from the world. who: for whom it opens; hidden: for whom there is nothing
    (404); all others have no such page (403), and whoever is not logged in goes to the log-in.

    method_first: another method is refused before anybody is asked who they are. data: what is posted.
    """

    args: object = field(default=lambda w: [])
    who: frozenset | set = frozenset()
    hidden: frozenset | set = frozenset()
    methods: tuple = ("GET", "POST")
    method_first: bool = False
    data: dict = field(default_factory=dict)


def own(name):
    """Of the first branch alone."""
    return Row(lambda w: [getattr(w, name).pk], {"branch"}, {"second"})


def own_act(name, **more):
    return Row(lambda w: [getattr(w, name).pk], {"branch"}, {"second"}, ("POST",), **more)


def of_pool(who, **more):
    return Row(lambda w: [w.pool.pk], who, **more)


ROWS = {
    "home": Row(who=CABINET),
    "overview": Row(who=REVIEWERS),
    "overview-csv": Row(who=REVIEWERS),
    "candidates": Row(who=BRANCHES | REVIEWERS),
    "choose": Row(who=BRANCHES),
    "begin": of_pool(BRANCHES),
    "candidate": own("draft"),
    "step": Row(lambda w: [w.draft.pk, "person"], {"branch"}, {"second"}),
    "submit": own_act("ready"),
    "withdraw": own_act("waiting"),
    "send-link": own_act("waiting"),
    "photo": Row(lambda w: [w.draft.pk], {"branch"}, CABINET - {"branch"}),
    "consent-form": own("ready"),
    "imports": Row(who=BRANCHES),
    "import-run": Row(lambda w: [w.run.pk], {"branch"}, {"second"}, data={"do": "good"}),
    "import-errors": own("run"),
    "import-template": Row(lambda w: [w.pool.pk, "xlsx"], BRANCHES),
    "export-all": Row(lambda w: ["csv"], CABINET - {"administrator"}),
    "export": Row(lambda w: [w.pool.pk, "csv"], CABINET - {"administrator"}),
    "review": Row(who=REVIEWERS),
    "review-one": Row(lambda w: [w.waiting.pk], {"regional", *CENTRAL}, {"elsewhere"}),
    "announce": of_pool(REVIEWERS),
    "merge": Row(lambda w: [one.pk for one in w.doubles], {"headquarters"}, {"recused"}),
    "change": own("approved"),
    "change-take-back": own_act("asking", method_first=True),
    # Who has to step back does not read the papers either.
    "document": Row(
        lambda w: [w.document.pk],
        {"branch", "regional", "headquarters", "officer"},
        {"second", "elsewhere", "recused", "administrator"},
        ("GET",),
        method_first=True,
    ),
    "pools": Row(who=POOLS),
    "pool": of_pool(POOLS),
    "lock": Row(lambda w: [w.ready_pool.pk], CENTRAL),
    "steps": of_pool(REVIEWERS),
    "announce-steps": of_pool(REVIEWERS, methods=("POST",)),
    "path": Row(lambda w: [w.walking.pk], {"regional", *CENTRAL}, {"elsewhere"}),
    "list-pdf": Row(lambda w: [w.list.pk], {"regional", "administrator", *CENTRAL}, {"elsewhere"}),
    "unlock": Row(lambda w: [w.list.pk], CENTRAL),
}
# Addresses of the cabinet that have a matrix of their own, by the beginning of their names.
ELSEWHERE = (
    # tests/campaigns/headquarters/test_headquarters_pages.py
    *("headquarters", "post", "volunteer"),
    "task",  # tests/campaigns/headquarters/test_task_pages.py
    *("application", "erase-on-demand"),  # tests/campaigns/joining/test_pages.py, test_on_demand.py
    "meeting",  # tests/campaigns/meetings/test_cabinet.py
    "promise",  # tests/campaigns/meetings/test_promises.py
)
# Addresses that everybody may open; what they show: below.
PUBLIC = {
    *("candidates", "candidate", "candidate-photo", "booklet", "data", "popolo", "candidates-csv"),
    *("candidate-link", "candidate-link-photo", "privacy", "privacy-done"),
}
# The pages of the admin for models of candidates: who opens them at all.
ADMIN = {Pool: {"headquarters", "recused", "administrator"}, Demand: OFFICE, Takedown: OFFICE}


def names(namespace):
    prefix = f"{namespace}:"
    return {name.removeprefix(prefix) for _path, name, _pattern in addresses() if name.startswith(prefix)}


def test_every_address_of_the_cabinet_has_a_row():
    assert {name for name in names("cabinet") if not name.startswith(ELSEWHERE)} == set(ROWS)


def test_every_public_address_of_candidates_has_a_decision():
    telling = {
        name
        for path, full, _pattern in addresses()
        if full.startswith("campaigns:")
        and any(word in path for word in ("candidate", "data/", "privacy", "booklet"))
        for name in [full.removeprefix("campaigns:")]
    }
    assert telling == PUBLIC


def kind_of(response):
    """ "open", "login", or the number of the answer."""
    if response.status_code == 302:
        return "login" if "/accounts/login/" in response.url else "open"
    # What was posted is incomplete: the form comes back.
    return "open" if response.status_code in (200, 409, 422) else response.status_code


class Matrix(TestCase):
    """The world is made once; whatever a request changes is taken back after it."""

    @classmethod
    def setUpTestData(cls):
        cls.world = made()

    def setUp(self):
        self.clients = {"anonymous": Client()} | {
            name: client_of(user) for name, user in self.world.actors.items()
        }

    def answer(self, who, method, address, data=None):
        with transaction.atomic():
            response = getattr(self.clients[who], method.lower())(address, data or {})
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        return response

    def expected(self, row, who, method):
        if method not in row.methods and (row.method_first or who in row.who | row.hidden):
            return 405
        if who == "anonymous":
            return "login"
        return "open" if who in row.who else 404 if who in row.hidden else 403

    def test_the_cabinet(self):
        for name, row in ROWS.items():
            address = reverse(f"cabinet:{name}", args=row.args(self.world))
            for who in self.clients:
                for method in ("GET", "POST"):
                    with self.subTest(page=name, who=who, method=method):
                        data = row.data if method == "POST" else None
                        got = kind_of(self.answer(who, method, address, data))
                        assert got == self.expected(row, who, method)

    def test_the_admin_of_pools_demands_and_takedowns(self):
        objects = {Pool: self.world.pool, Demand: self.world.demand, Takedown: self.world.takedown}
        for model, insiders in ADMIN.items():
            start = f"admin:campaigns_{model._meta.model_name}_"
            own_names = [name for _path, name, _pattern in addresses() if name.startswith(start)]
            assert len(own_names) >= 5
            for name in own_names:
                address = self.admin_address(name, objects[model])
                for who in self.clients:
                    with self.subTest(page=name, who=who):
                        assert self.opens(who, address) or who not in insiders or self.is_refused(name)
                        if who not in insiders:
                            assert not self.opens(who, address)
                            self.answer(who, "POST", address)

    def opens(self, who, address):
        """Whether a page of the admin shows itself, wherever it leads at first."""
        response = self.clients[who].get(address, follow=True)
        ends = response.redirect_chain[-1][0] if response.redirect_chain else address
        return response.status_code == 200 and ends.startswith("/admin/campaigns/")

    def is_refused(self, name):
        """Nobody adds or deletes by the ordinary pages what comes and goes by a door."""
        return name.endswith(("_add", "_delete", "_remove"))

    def admin_address(self, name, row):
        subject = self.world.approved if name.endswith("_of") else row
        for args in ([], [subject.pk]):
            try:
                return reverse(name, args=args)
            except NoReverseMatch:
                continue
        raise AssertionError(name)

    def test_public_addresses_answer_everybody_alike(self):
        slug, one = self.world.running.slug, self.world.approved
        wanted = {
            reverse("campaigns:candidates", args=[slug]): 200,
            reverse("campaigns:candidate", args=[slug, one.slug]): 200,
            reverse("campaigns:candidate", args=[slug, self.world.gone_slug]): 410,
            reverse("campaigns:candidate", args=[slug, "nobody"]): 404,
            reverse("campaigns:candidate-photo", args=[slug, one.slug, 320]): 404,  # it has none
            reverse("campaigns:data"): 200,
            reverse("campaigns:popolo", args=[slug]): 200,
            reverse("campaigns:candidates-csv", args=[slug]): 200,
            reverse("campaigns:candidate-link", args=["x" * 43]): 410,
            reverse("campaigns:privacy"): 200,
        }
        for address, status in wanted.items():
            for who in self.clients:
                with self.subTest(address=address, who=who):
                    assert self.answer(who, "GET", address).status_code == status

    # What is shown

    def told(self, who, address):
        response = self.answer(who, "GET", address)
        if response.status_code != 200 or response.streaming:
            return ""
        return response.content.decode(errors="replace")

    def test_a_branch_reads_nothing_of_another_branch(self):
        """On no page that opens for it, in no table it downloads."""
        secrets = ("Бөтенұлы", "Чужаков", "999 88 77", self.world.theirs_waiting.person.iin)
        for name, row in ROWS.items():
            text = self.told("branch", reverse(f"cabinet:{name}", args=row.args(self.world)))
            for secret in secrets:
                assert secret not in text, name
        mine = self.told("second", reverse("cabinet:candidates"))
        assert "Бөтенұлы" in mine or "Чужаков" in mine
        for secret in ("Белгіұлы", "Опознавалов", "111 22 33"):
            for name in ("home", "candidates", "imports", "choose", "export-all"):
                row = ROWS[name]
                assert secret not in self.told(
                    "second", reverse(f"cabinet:{name}", args=row.args(self.world))
                )

    def test_every_address_of_one_candidate_is_closed_to_the_other_branch(self):
        theirs = self.world.theirs_waiting
        for name in ("candidate", "submit", "withdraw", "send-link", "photo", "consent-form", "change"):
            for method in ("GET", "POST"):
                got = self.answer("branch", method, reverse(f"cabinet:{name}", args=[theirs.pk]))
                assert got.status_code in (404, 405)
                assert "Чужаков" not in got.content.decode()
        address = reverse("cabinet:document", args=[self.world.their_document.pk])
        assert self.answer("branch", "GET", address).status_code == 404

    def test_a_regional_headquarters_reads_nothing_of_another_region(self):
        for name in ("home", "candidates", "review", "pools", "pool", "steps", "announce", "export-all"):
            text = self.told("elsewhere", reverse(f"cabinet:{name}", args=ROWS[name].args(self.world)))
            for secret in ("Белгіұлы", "Опознавалов", "111 22 33"):
                assert secret not in text, name

    def test_administrators_and_editors_meet_no_private_value(self):
        for who in ("administrator", "editor", "publisher", "member"):
            for name, row in ROWS.items():
                text = self.told(who, reverse(f"cabinet:{name}", args=row.args(self.world)))
                for secret in ("111 22 33", "999 88 77", self.world.waiting.person.iin):
                    assert secret not in text, (who, name)

    def test_a_decision_that_waits_is_nothing_that_the_branch_could_read(self):
        shown = self.told("branch", reverse("cabinet:candidate", args=[self.world.decided.pk]))
        waiting = self.told("branch", reverse("cabinet:candidate", args=[self.world.waiting.pk]))
        for word in ("мақұлданды", "одобрено"):
            assert (word in shown.lower()) == (word in waiting.lower())

    def test_mails_about_a_candidate_reach_its_own_branch_alone(self):
        def mails():
            return list(Mail.objects.order_by("pk").values("to", "subject", "text"))

        with transaction.atomic():
            before = len(mails())
            reviewing.send_back(
                self.world.theirs_waiting,
                self.world.actors["headquarters"],
                remarks={"programme_ru": "Нақтылаңыз"},
            )
            new = mails()[before:]
            transaction.set_rollback(True)
        assert self.world.actors["second"].email in [mail["to"] for mail in new]
        assert self.world.actors["branch"].email not in [mail["to"] for mail in new]
        everything = [mail for mail in mails() if mail["to"] == self.world.actors["branch"].email]
        assert not [mail for mail in everything if "Бөтен" in str(mail) or "Чужаков" in str(mail)]
