"""The columns of a table of candidates, under the names that people give them in both languages."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.candidates.steps import both
from campaigns.constituency_sheet import key

LANGUAGES = ("kk", "ru")
EXAMPLE = {"kk": "ҮЛГІ", "ru": "ПРИМЕР"}
EXAMPLE_IIN = "850515799000"  # its seventh digit: a number that is never issued


def language():
    """The language of a table's own words: Kazakh in any other than Russian."""
    return "ru" if get_language() == "ru" else "kk"


@dataclass(frozen=True)
class Column:
    """A column: its headings, how else people call it, what is written in it. example: {language: text}.

    private: of the candidate alone, never for readers. offered: stands in the empty table.
    """

    name: str
    kk: str
    ru: str
    help: str
    example: dict
    also: tuple[str, ...] = ()
    needed: bool = False
    private: bool = False
    offered: bool = True

    @property
    def heading(self):
        return getattr(self, language())

    @property
    def keys(self):
        return {key(name) for name in (self.kk, self.ru, f"{self.kk} / {self.ru}", self.name, *self.also)}


def pair(name, kk, ru, help_text, examples, also=(), **options):
    """The two columns of a translated field. examples: (kk, ru); also: other headings of (kk, ru)."""
    also = also or ((), ())
    return (
        Column(
            f"{name}_kk",
            f"{kk} (қазақша)",
            f"{ru} (на казахском)",
            help_text,
            dict.fromkeys(LANGUAGES, examples[0]),
            (kk, f"{kk} қазақша", f"{ru} на казахском", f"{ru} каз", f"{ru} (каз.)", *also[0]),
            **options,
        ),
        Column(
            f"{name}_ru",
            f"{kk} (орысша)",
            f"{ru} (на русском)",
            help_text,
            dict.fromkeys(LANGUAGES, examples[1]),
            (ru, f"{kk} орысша", f"{ru} на русском", f"{ru} рус", f"{ru} (рус.)", *also[1]),
            **options,
        ),
    )


def one(name, kk, ru, help_text, example, *also, **options):
    example = example if isinstance(example, dict) else dict.fromkeys(LANGUAGES, example)
    return Column(name, kk, ru, help_text, example, also, **options)


# The words of people's tables, in both languages at once: they are looked for, and shown as headings.
_ALL = (
    one(
        "note",
        "Ескертпе",
        "Примечание",
        _("Your own remark; it is not taken over. A row that is marked as the example is passed over."),
        EXAMPLE,
        *("ескерту", "белгі", "комментарий", "пометка", "note"),
    ),
    one(
        "iin",
        "ЖСН",
        "ИИН",
        _("Twelve digits, as text. The date of birth and the sex follow from it."),
        EXAMPLE_IIN,
        *("жеке сәйкестендіру нөмірі", "индивидуальный идентификационный номер", "iin"),
        needed=True,
        private=True,
    ),
    *pair(
        "family_name", "Тегі", "Фамилия", _("As in the identity card."), ("Үлгібаев", "Образцов"), needed=True
    ),
    *pair(
        "given_name",
        "Аты",
        "Имя",
        _("As in the identity card."),
        ("Асан", "Иван"),
        (("есімі",), ()),
        needed=True,
    ),
    *pair(
        "patronymic", "Әкесінің аты", "Отчество", _("Empty where there is none."), ("Серікұлы", "Иванович")
    ),
    one(
        "body",
        "Орган",
        "Представительный орган",
        _("The body of the pool; may be left out."),
        "",
        *("өкілді орган", "маслихат", "body"),
        offered=False,
    ),
    one(
        "system",
        "Сайлау жүйесі",
        "Избирательная система",
        _("Party list or single-mandate constituency. Empty where the body is elected by one of them alone."),
        {"kk": "бірмандаттық аумақтық сайлау округі", "ru": "одномандатный территориальный округ"},
        *("жүйе", "система", "список или округ", "system"),
    ),
    one(
        "constituency",
        "Округ нөмірі",
        "Номер округа",
        _("The number of the single-mandate constituency; empty for a party list."),
        "",
        *("округ", "сайлау округі", "избирательный округ", "№ округа", "constituency"),
    ),
    one(
        "region",
        "Өңір",
        "Регион",
        _(
            "Any usual spelling, or the code KZ-39. Empty: that of the constituency, else of your organisation."
        ),
        {"kk": "Қостанай облысы", "ru": "Костанайская область"},
        *("облыс", "область", "облысы", "region"),
    ),
    one(
        "district",
        "Аудан",
        "Район",
        _("Only where the numbers of constituencies are counted in each district anew."),
        "",
        *("ауданы", "аудан немесе қала", "район или город", "district"),
    ),
    one(
        "nominator",
        "Ұсыну тәсілі",
        "Способ выдвижения",
        _("Political party, public association, its branch, or self-nomination."),
        {"kk": "қоғамдық бірлестік", "ru": "общественное объединение"},
        *("кім ұсынады", "ұсыну", "выдвижение", "кем выдвинут", "nominator"),
    ),
    *pair(
        "nominator_name",
        "Ұсынушының атауы",
        "Название выдвигающего",
        _("Name of the party or association that nominates."),
        ("«Үлгі» кәсіподағы", "Профсоюз «Образец»"),
        ((), ("кто выдвигает",)),
    ),
    *pair(
        "workplace",
        "Жұмыс орны мен лауазымы",
        "Место работы и должность",
        _("Organisation and position."),
        ("«Үлгі» зауыты, дәнекерлеуші", "Завод «Образец», сварщик"),
        (("жұмыс орны",), ("место работы",)),
    ),
    *pair(
        "union_post",
        "Кәсіподақтағы лауазымы",
        "Должность в профсоюзе",
        _("Post in the trade union."),
        ("Бастауыш ұйымның төрағасы", "Председатель первичной организации"),
    ),
    *pair(
        "party",
        "Партиялылығы",
        "Партийность",
        _("Membership in a party; empty where there is none."),
        ("", ""),
        (("партия мүшелігі",), ("членство в партии",)),
    ),
    one(
        "industry",
        "Сала",
        "Отрасль",
        _("One of the list, or a part of its name that fits no other."),
        {"kk": "", "ru": ""},
        *("саласы", "industry"),
    ),
    one(
        "primary_organisation",
        "Бастауыш ұйым",
        "Первичная организация",
        _("Its name as it stands in the portal, below your organisation."),
        "",
        *("бастауыш кәсіподақ ұйымы", "первичная профсоюзная организация", "первичка", "ппо"),
    ),
    one(
        "phone",
        "Телефон",
        "Телефон",
        _("Of the candidate; not published."),
        "+7 700 000 00 00",
        *("ұялы телефон", "мобильный телефон", "тел", "сотовый", "phone"),
        private=True,
    ),
    one(
        "email",
        "Электрондық пошта",
        "Электронная почта",
        _("Of the candidate: the link for the confirmation goes there. Not published."),
        "candidate@example.org",
        *("e-mail", "email", "mail", "эл почта", "эл. почта", "почта", "пошта"),
        private=True,
    ),
    one(
        "address",
        "Мекенжайы",
        "Адрес",
        _("Where the candidate lives; not published."),
        "",
        *("мекен-жайы", "адрес проживания", "тұратын жері", "место жительства", "address"),
        private=True,
    ),
    one(
        "public_contacts",
        "Сайлаушыларға арналған байланыс",
        "Контакты для избирателей",
        _("Phone, e-mail or page that voters may use. Published only with consent."),
        "",
        *("байланыс", "контакты", "contacts"),
    ),
    one(
        "citizen",
        "ҚР азаматы",
        "Гражданство РК",
        _("Yes or no."),
        {"kk": "иә", "ru": "да"},
        *("азаматтығы", "гражданство", "гражданин рк", "citizen"),
        private=True,
    ),
    one(
        "residence_years",
        "Тұрақты тұрған жылы",
        "Лет постоянного проживания",
        _("Last years of permanent residence in the country, whole."),
        "30",
        *("тұрған жылдар", "лет проживания", "стаж проживания", "residence"),
        private=True,
    ),
    one(
        "disabled",
        "Мүгедектігі бар",
        "Имеет инвалидность",
        _("Yes or no; for the quota of the law. Not published."),
        {"kk": "жоқ", "ru": "нет"},
        *("мүгедектік", "инвалидность"),
        private=True,
    ),
    one(
        "birth_date",
        "Туған күні",
        "Дата рождения",
        _("Compared with the IIN, for example 19.03.1975."),
        "15.05.1985",
        *("туған жылы", "туылған күні", "год рождения", "д р", "др", "birth date"),
    ),
    one(
        "sex",
        "Жынысы",
        "Пол",
        _("Compared with the IIN."),
        {"kk": "ер", "ru": "мужской"},
        *("жыныс", "sex"),
    ),
    *pair("biography", "Өмірбаяны", "Биография", _("For readers, in both languages."), ("", "")),
    *pair("programme", "Бағдарламасы", "Программа", _("For readers, in both languages."), ("", "")),
)
COLUMNS = {column.name: column for column in _ALL}
# Written into the candidacy as they stand in the cell; of these the texts alone keep their lines.
LINED = both("biography", "programme")
AS_WRITTEN = (
    *both("family_name", "given_name", "patronymic", "nominator_name", "workplace", "union_post", "party"),
    *LINED,
    *("public_contacts", "phone", "email", "address"),
)
