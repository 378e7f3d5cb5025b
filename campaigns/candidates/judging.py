"""Judges a table of candidates row by row: what each says, and everything that is wrong in it. Saves nothing."""

from django.utils.translation import get_language, override

from campaigns.candidates.cells import named, read_iin, spellings
from campaigns.candidates.columns import AS_WRITTEN, COLUMNS, LANGUAGES
from campaigns.candidates.registering import require_open_way
from campaigns.candidates.row import Row
from campaigns.candidates.sheet import Problem
from campaigns.constituency_sheet import region_names
from campaigns.enums import Nominator, System
from campaigns.models import Candidacy
from federation.models import Industry, Organisation
from federation.refusals import Refused
from federation.sealing import keyed_hash

# How people call what the portal calls otherwise.
SYSTEMS = {
    System.PARTY_LIST: ("список", "по списку", "по партийному списку", "тізім", "партиялық тізім бойынша"),
    System.SINGLE_MANDATE: (
        *("округ", "одномандатный", "одномандатный округ", "по одномандатному округу", "омо"),
        *("бірмандатты", "бірмандатты округ", "бірмандаттық округ", "бірмандаттық"),
    ),
}
NOMINATORS = {
    Nominator.PARTY: ("партия", "саяси партия", "политическая партия", "от партии"),
    Nominator.ASSOCIATION: ("оо", "объединение", "профсоюз", "кәсіподақ", "бірлестік", "қб"),
    Nominator.BRANCH: ("филиал", "филиал оо", "бірлестік филиалы", "құрылымдық бөлімше"),
    Nominator.SELF: ("сам", "самовыдвиженец", "сам выдвигается", "өзі", "өзін өзі", "самовыдвижение"),
}
LONGEST = {"phone": 60, "email": 254, "address": 500}  # sealed columns have no length of their own
SHOWN = 200  # characters of a value in the report


class Judgement:
    """Judges rows for a pool and the branch that registers. organisations: keys of those the person works for."""

    def __init__(self, pool, organisation, organisations, headings, languages=LANGUAGES):
        self.pool, self.organisation, self.own = pool, organisation, organisations
        self.headings, self.languages = headings, languages
        self.regions = region_names()
        self.constituencies = {}
        found = pool.campaign.constituencies.filter(body=pool.body_id).select_related("region", "district")
        for one in found:
            self.constituencies.setdefault(one.number, []).append(one)
        self.systems = spellings(System, SYSTEMS)
        self.nominators = spellings(Nominator, NOMINATORS)
        self.open = {
            (route.system.system, route.nominator)
            for system in pool.body.systems.prefetch_related("routes")
            for route in system.routes.all()
            if route.known
        }
        self.industries = named(Industry.objects.all(), "code")
        below = organisation.descendants(include_self=True).filter(kind=Organisation.Kind.PRIMARY)
        self.primaries = named(below, "bin", "short_name_kk", "short_name_ru")
        self.lengths = {
            name: LONGEST.get(name) or Candidacy._meta.get_field(name).max_length for name in AS_WRITTEN
        }
        self.seen, self.ways = {}, {}

    def lines(self, rows):
        """The Line of each of `rows`: [(number, row of text)], all of one table in its order, in as many calls as
        one likes."""
        cells = [(number, self.headings.cells(row)) for number, row in rows]
        read = {number: read_iin(row["iin"])[0] for number, row in cells}
        hashes = {iin: keyed_hash(iin) for iin in read.values() if iin}
        present = dict(
            Candidacy.objects.live()
            .filter(campaign=self.pool.campaign_id, body=self.pool.body_id)
            .filter(person__iin_hash__in=hashes.values())
            .values_list("person__iin_hash", "registered_by")
        )
        return [self.line(number, row, present.get(hashes.get(read[number]))) for number, row in cells]

    def line(self, number, cells, registered_by):
        """registered_by: key of the organisation that has registered the person, or None."""
        found = []
        for language in self.languages:
            with override(language):
                found.append(Row(self, number, cells, registered_by).line())
            if not found[0].problems:
                break  # nothing to be said in the other language
        line = found[0]
        line.problems = [
            Problem(
                column=self.headings.texts.get(name, COLUMNS[name].kk),
                letter=self.headings.letter(name),
                value=cells.get(name, "")[:SHOWN],
                reason={
                    language: other.problems[index][1]
                    for language, other in zip(self.languages, found, strict=True)
                },
            )
            for index, (name, _reason) in enumerate(line.problems)
        ]
        return line

    def closed_way(self, system, nominator):
        """Why the rules close the way of nomination, in the active language; "" where it is open."""
        way = (system, nominator, get_language())
        if way not in self.ways:
            one = Candidacy(
                campaign=self.pool.campaign, body=self.pool.body, system=system, nominator=nominator
            )
            try:
                require_open_way(one)
                self.ways[way] = ""
            except Refused as refusal:
                self.ways[way] = str(refusal)
        return self.ways[way]
