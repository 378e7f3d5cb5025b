"""The way of one made-up candidate, through the doors of `campaigns.candidates` as far as its `state` says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from campaigns.candidates import changing, confirming, path, registering, reviewing
from campaigns.candidates.steps import STEP_OF, STEPS
from campaigns.enums import Advice, Nominator, Scope, System
from campaigns.models import Campaign, Pool
from federation.models import Organisation
from federation.site.demo import papers
from federation.site.demo.content import HOUR, LANGUAGES
from federation.site.demo.people import BRANCHES, OTHER_BRANCHES
from federation.site.demo.registration import PARTY, fields_of

BRANCH_OF = {code: name for name, (_kk, _ru, code) in BRANCHES.items()}
MINUTE, HOURS = timedelta(minutes=1), timedelta(hours=3)
# Days after the call of the campaign, at which things happen to a candidate.
BEGUN, SUBMITTED, CONFIRMED, DECIDED = 3, 5, 6, 8
STEPS_ON = {"proposed": 9, "nominated": 10, "registered": 11, "refused": 11}
AFTER_THE_VOTE = {"elected": 1, "not-elected": 1, "mandate": 10}
REASONS = {
    "approved": ("Деректер толық, ұйымның шешімі бар.", "Данные полны, решение организации есть."),
    "rejected": (
        "Осы орынға ұйым басқа кандидатты ұсынды.",
        "На это место организация предложила другого кандидата.",
    ),
}
REMARKS = {
    "biography_ru": "Соңғы сөйлемді екі тілде сәйкестендіріңіз. · Приведите в соответствие последнее предложение.",
    "photo": "Суреттің сапасы төмен, басқасын қосыңыз. · Фотография плохого качества, добавьте другую.",
}
QUESTION = "Ұйымның шешімі кандидаттың өтінішіне сай ма? · Соответствует ли решение организации заявлению?"
OPINION = "Құжаттар сай келеді, қарсылығым жоқ. · Документы соответствуют, возражений нет."
CHANGED = "Кандидат жаңа қызметке ауысты. · Кандидат перешел на новую должность."
POST = {"kk": "кәсіподақ комитеті төрағасының орынбасары", "ru": "заместитель председателя профкома"}


@dataclass
class Story:
    """One candidate. number: the order in the file; entry: its row; people: {e-mail name: User}."""

    number: int
    entry: dict
    campaign: Campaign
    people: dict

    def __post_init__(self):
        place = self.entry["at"]
        self.branch = Organisation.objects.select_related("region").get(
            kind=Organisation.Kind.TERRITORIAL_ASSOCIATION, region__iso=place
        )
        self.by = self.people[BRANCH_OF.get(place, OTHER_BRANCHES)]
        self.reviewer = self.people["headquarters"]

    def on(self, days):
        """The moment so many days after the campaign was called; each candidate has its own minutes."""
        day = self.campaign.called_on + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, HOUR)) + 6 * self.number * MINUTE

    def tell(self):
        """Takes the candidate through the doors. Returns the Candidacy."""
        state = self.entry["state"]
        self.begin()
        if state == "draft":
            return self.candidacy
        # Those that still lie before the headquarters came one by one.
        waited = self.number % 6 if state in ("submitted", "unconfirmed") else 0
        self.candidacy = registering.submit(self.candidacy, self.by, now=self.on(SUBMITTED + waited))
        if state != "unconfirmed":
            self.confirm()
        if "opinion" in self.entry:
            self.ask_opinion()
        if state == "withdrawn":
            registering.withdraw(self.candidacy, self.by, now=self.on(DECIDED))
        elif state == "returned":
            reviewing.send_back(self.candidacy, self.reviewer, remarks=REMARKS, now=self.on(DECIDED))
        elif state in ("approved", "waiting", "rejected"):
            self.decide(state)
        for step in self.entry.get("path", []):
            self.record(step)
        if self.entry.get("change"):
            self.ask_change()
        return self.candidacy

    def begin(self):
        now, listed, until = self.on(BEGUN), self.entry["seat"] == "list", self.entry.get("until", "overview")
        names = [step.name for step in STEPS]
        filled = names[: names.index(until) + 1]
        self.candidacy = registering.begin(
            Pool.objects.get(campaign=self.campaign, body__code=self.entry.get("body", "maslikhat-region")),
            self.by,
            organisation=self.branch,
            now=now,
            **self.seat(listed),
        )
        fields = fields_of(self.number, self.entry, self.campaign, self.branch.region)
        fields = {name: value for name, value in fields.items() if STEP_OF[name].name in filled}
        if fields:
            version = self.candidacy.version
            self.candidacy = registering.write(self.candidacy, self.by, version=version, now=now, **fields)
        if "photo" in filled and self.number % 6:
            photo = papers.portrait(self.number)
            self.candidacy = registering.photograph(self.candidacy, self.by, photo, now=now + MINUTE)
        if "documents" in filled:
            codes = ["application", *(["minutes"] if self.entry.get("path") else [])]
            for code in codes:
                registering.attach(self.candidacy, self.by, code, papers.scan(), now=now + 2 * MINUTE)
        if "consent" in filled:
            registering.record_consent(
                self.candidacy,
                self.by,
                scope=list(Scope),
                given_on=timezone.localdate(now) - timedelta(days=1),
                scan=papers.scan(),
                now=now + 3 * MINUTE,
            )

    def seat(self, listed):
        places = self.campaign.constituencies.filter(
            body__code=self.entry.get("body", "maslikhat-region"), region=self.branch.region
        )
        return {
            "region": self.branch.region,
            "system": System.PARTY_LIST if listed else System.SINGLE_MANDATE,
            "constituency": None if listed else places.get(number=self.entry["seat"]),
            "nominator": Nominator.PARTY if listed else Nominator.ASSOCIATION,
            **{
                f"nominator_name_{code}": PARTY[code] if listed else getattr(self.branch, f"name_{code}")
                for code in LANGUAGES
            },
        }

    def confirm(self):
        """As the candidate does it behind the private link; one of them allows less than the signed paper."""
        link = self.candidacy.links.get(closed_at=None)
        scope = [Scope.UNION_POST] if self.entry.get("consent") == "narrow" else list(Scope)
        shown = confirming.fingerprint(self.candidacy)
        confirming.confirm(link, shown=shown, scope=scope, now=self.on(CONFIRMED))

    def ask_opinion(self):
        regional, now = self.people["regional-headquarters"], self.on(DECIDED)
        asked = reviewing.ask_opinion(self.candidacy, self.reviewer, of=regional, question=QUESTION, now=now)
        if self.entry["opinion"] == "given":
            reviewing.give_opinion(asked, regional, advice=Advice.FOR, text=OPINION, now=now + HOURS)

    def decide(self, state):
        """An approval that waits for its announcement is one that the branch and readers do not know of."""
        door = reviewing.reject if state == "rejected" else reviewing.approve
        kk, ru = REASONS["rejected" if state == "rejected" else "approved"]
        self.candidacy = door(
            self.candidacy,
            self.reviewer,
            reason_kk=kk,
            reason_ru=ru,
            announce=state != "waiting",
            now=self.on(DECIDED),
        )

    def record(self, step):
        days = STEPS_ON.get(step)
        if days is None:
            days = (self.campaign.voting_on - self.campaign.called_on).days + AFTER_THE_VOTE[step]
        made = path.record_step(
            self.candidacy,
            self.reviewer,
            step=step,
            on=self.campaign.called_on + timedelta(days=days),
            source_kk="Хаттамадан үзінді (көрсетілім)",
            source_ru="Выписка из протокола (демонстрация)",
            source_url=f"https://example.org/{step}/{self.number}",
            now=self.on(days),
        )
        self.candidacy = made.candidacy

    def ask_change(self):
        now = self.on(STEPS_ON["registered"]) + HOURS
        wanted = {f"union_post_{code}": POST[code] for code in LANGUAGES}
        change = changing.ask(self.candidacy, self.by, reason=CHANGED, now=now, **wanted)
        changing.confirm(change.candidacy.links.first(), change, now=now + HOURS)
