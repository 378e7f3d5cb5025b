"""The one list of surfaces that show or send publications, and what a quiet period does to each (DOMAIN §4).

During a silence campaign material is not newly public and not on main pages; what was published before stays at its
own address. A ban on opinion polls does the same to results of polls: each word below holds for both matters. The code
that keeps this asks the clock in its queries (`EditionQuerySet`, `appeals.door`); this list says what must come of it.
Every public address, mail, move, door of campaigns and command stands here: a later one that does not fails the tests
that walk the list (tests/campaigns/test_surfaces_pages.py, test_surfaces_moves.py).
"""

from enum import StrEnum

from appeals.enums import Move


class Silence(StrEnum):
    """The fate of campaign material in a silence, and of results of polls while they are banned."""

    LEAVES = "leaves"  # it is not on this surface, nor in the menus that stand on every page
    STAYS = "stays"  # a direct address: it keeps working, without buttons to share
    NEVER = "never"  # shows no publication at any time
    REFUSED = "refused"  # a move that makes newly public
    WORKS = "works"  # a move that does not, a mail among colleagues


# Every address that anybody may open, by its full name.
PAGES = {
    "site:home": Silence.LEAVES,
    "appeals:appeals": Silence.LEAVES,
    "appeals:news": Silence.LEAVES,
    "appeals:feed": Silence.LEAVES,
    "appeals:appeals-feed": Silence.LEAVES,
    "appeals:news-feed": Silence.LEAVES,
    "campaigns:list": Silence.LEAVES,
    "campaigns:detail": Silence.LEAVES,
    "campaigns:publications": Silence.LEAVES,
    "campaigns:candidates": Silence.LEAVES,  # neutral lines stay: name, body, constituency, region
    # Reached so far speaks for the federation, and what is accepted in a silence would be newly public by it: then the
    # page names the objectives alone.
    "campaigns:tasks": Silence.LEAVES,
    **{
        f"appeals:{section}-{page}": Silence.STAYS
        for section in ("appeals", "news", "pages", "platforms")
        for page in ("detail", "both", "editions", "edition")
    },
    "campaigns:meetings": Silence.LEAVES,
    "campaigns:meeting": Silence.STAYS,
    "campaigns:quotation": Silence.STAYS,
    "campaigns:workplace": Silence.LEAVES,  # the address stays, its list is empty
    "campaigns:office-holder": Silence.LEAVES,  # so is the list of meetings there; offices stay
    "campaigns:promises": Silence.LEAVES,
    "campaigns:platform": Silence.STAYS,
    "campaigns:plank": Silence.STAYS,
    "campaigns:candidate": Silence.STAYS,
    "campaigns:candidate-photo": Silence.STAYS,
    "campaigns:booklet": Silence.STAYS,
    "campaigns:popolo": Silence.STAYS,
    "campaigns:candidates-csv": Silence.STAYS,
    "site:search": Silence.STAYS,  # answers who asks for a word; candidates without ways to their pages
    "sitemap-section": Silence.STAYS,  # names addresses to machines, no titles
    "media": Silence.STAYS,
    "preview": Silence.STAYS,  # to whom a member of staff gave the signed address
    "preview-file": Silence.STAYS,
    **dict.fromkeys(
        (
            *("root", "healthz", "robots", "sitemap", "reader-css", "site:low-vision"),
            *("site:subscribe", "site:subscribe-done", "site:subscription", "site:unsubscribe"),
            *("mailbox", "mailbox-mail", "mailbox-html"),  # of the demonstration alone
            *("campaigns:constituencies", "campaigns:rules", "campaigns:eligibility", "campaigns:calendar"),
            *("campaigns:results", "campaigns:result-source", "campaigns:data"),
            "campaigns:candidate-link-photo",
            "campaigns:task-calendar",
            # Contacts of headquarters are no campaign material: neutral, whatever holds.
            *("campaigns:headquarters", "campaigns:headquarters-one"),
            *("campaigns:candidate-link", "campaigns:privacy", "campaigns:privacy-done", "invitation"),
            *("campaigns:join", "campaigns:join-done", "campaigns:application"),
            *("account_login", "account_logout", "account_signup", "account_inactive", "account_language"),
            *("account_reset_password", "account_reset_password_done"),
            *("account_reset_password_from_key", "account_reset_password_from_key_done"),
            *("account_confirm_email", "account_email_verification_sent"),
            *("mfa_login_webauthn", "mfa_authenticate"),
        ),
        Silence.NEVER,
    ),
}

# Every mail, by its template. Those that name a publication go to people at work about their own work on it.
MAILS = dict.fromkeys(
    (f"appeals/mail/{name}" for name in ("submitted", "returned", "published", "scheduled", "unscheduled")),
    Silence.WORKS,
) | dict.fromkeys(
    (
        *("site/mail/confirm", "site/mail/known", "site/mail/about"),
        *(
            f"federation/mail/{name}"
            for name in ("account_open", "account_closed", "role_granted", "role_ended")
        ),
        *(f"federation/mail/{name}" for name in ("invitation", "invitation_body", "substitution")),
        "federation/mail/second_factor_reset",
        *("campaigns/mail/reminder", "campaigns/mail/result_returned"),
        # Among colleagues, about their own work: title, numbers and days of a task.
        *(
            f"campaigns/mail/task_{name}"
            for name in (
                *("given", "reported", "returned", "reopened", "accepted", "called_off"),
                *("overdue", "digest"),
            )
        ),
        *(
            f"campaigns/mail/demand_{name}"
            for name in (
                *("waits", "received", "due", "correct"),
                *("removed", "passed_on", "settled", "declined"),
            )
        ),
        *(
            f"campaigns/mail/application_{name}"
            for name in ("waits", "confirmed", "moved", "answered", "late", "stranded")
        ),
        *("campaigns/mail/candidate_consent_withdrawn", "campaigns/mail/candidate_taken_down"),
        *("campaigns/mail/candidate_objected", "campaigns/mail/candidate_merged"),
        # Among colleagues and to the candidate, about their own work on a candidacy.
        *(
            f"campaigns/mail/candidate_{name}"
            for name in (
                *("link", "submitted", "returned", "decided", "opinion", "change", "change_decided", "steps"),
            )
        ),
    ),
    Silence.NEVER,
)
MAILS["site/mail/new"] = (
    Silence.LEAVES
)  # to subscribers: written after it, and what was written before waits, too

# Every move of a publication.
MOVES = dict.fromkeys(Move, Silence.WORKS) | dict.fromkeys(
    (Move.PUBLISH, Move.RESTORE, Move.ACCEPT_NEUTRAL), Silence.REFUSED
)

# Every door of `campaigns.campaigning`. It knows silence only: a campaign itself is no result of a poll.
DOORS = {
    "announce": Silence.REFUSED,
    "write_plank": Silence.REFUSED,
    "save": Silence.REFUSED,  # of an announced campaign, in what its pages say; the rest works
    "link": Silence.WORKS,  # marks the publication, which thereby leaves; nothing becomes public by it
    "unlink": Silence.WORKS,
    "retract": Silence.WORKS,
}

# Every door of `campaigns.candidates`, by "module.function". The query of what is public keeps the silence, too: whom a
# candidate's own confirmation would open in it waits for its end (`CandidacyQuerySet.public`).
CANDIDATE_DOORS = {
    "reviewing.announce": Silence.REFUSED,  # with an approved one among the decisions
    "reviewing.approve": Silence.REFUSED,  # with its announcement; decided for later it works
    "changing.accept": Silence.REFUSED,
    "path.announce_steps": Silence.REFUSED,
    "path.record_step": Silence.REFUSED,  # with its announcement, as the next
    "path.record_steps": Silence.REFUSED,
    "materials.add": Silence.REFUSED,  # where readers would see both at once
    "materials.remove": Silence.WORKS,
    **dict.fromkeys(
        (
            *(
                f"registering.{name}"
                for name in ("begin", "write", "photograph", "crop_photo", "attach", "detach")
            ),
            *(f"registering.{name}" for name in ("record_consent", "submit", "withdraw", "send_link")),
            *(f"reviewing.{name}" for name in ("reject", "send_back", "ask_opinion", "give_opinion")),
            *(f"changing.{name}" for name in ("ask", "confirm", "decline", "take_back")),
            *(f"path.{name}" for name in ("take_back_step", "lock_list", "unlock")),
            *(
                "confirming.confirm",
                "confirming.object_to",
                "importing.upload",
                "importing.take",
                "merging.merge",
            ),
            *("pools.save", "pools.remove"),
            *(
                f"erasing.{name}"
                for name in ("withdraw_consent", "take_down", "close_takedown", "erase_private")
            ),
            *(f"demands.{name}" for name in ("receive", "take_down", "correct", "settle", "decline")),
        ),
        Silence.WORKS,
    ),
}

# Every door of applications, meetings, promises, tasks and headquarters, by "module.function".
WORK_DOORS = {
    "promising.publish": Silence.REFUSED,
    "promising.confirm": Silence.REFUSED,
    # Contacts and people of headquarters are no campaign material; but names, addresses, hours and offices are free
    # text, and readers get none of them that is new. Phones, e-mails, and what readers do not see yet, work.
    **dict.fromkeys((f"staffing.{name}" for name in ("save", "appoint", "succeed")), Silence.REFUSED),
    **dict.fromkeys(("staffing.name_publicly", "offices.save", "offices.new_office"), Silence.REFUSED),
    **dict.fromkeys(
        (
            *(
                f"applying.{name}"
                for name in ("receive", "contact", "join", "welcome", "correct", "decline", "reopen")
            ),
            *("applying.pass_on", "applying.take_back"),
            *("applying.erase_on_demand", "on_demand.find", "on_demand.erase"),
            "retention.erase_one",
            *(f"promising.{name}" for name in ("commit", "edit", "drop", "withdraw", "report", "decline")),
            # The public page of tasks is empty in a silence: what is accepted in it appears after it.
            *(f"tasking.{name}" for name in ("give", "give_everywhere", "edit", "start", "tick", "appoint")),
            *(
                f"tasking.{name}"
                for name in ("report", "take_back", "accept", "return_", "reopen", "call_off")
            ),
            *(f"proving.{name}" for name in ("publication", "meeting", "members", "link", "drop")),
            "removing.remove",
            *("calendar.new_key", "calendar.revoke", "digest.send_digest", "escalating.step_up"),
            # Rows of staff: readers see what an edition of the report froze, and publishing asks the silence.
            *(f"holding.{name}" for name in ("begin", "save", "check_off", "confirm", "close")),
            *("holding.reopen", "holding.discard"),
            *("holding.build_report", "people.known_or_new", "people.known_or_new_workplace"),
            *("staffing.close", "staffing.reopen", "staffing.end_post"),
            *(f"volunteers.{name}" for name in ("save", "leave", "forget", "read", "export")),
        ),
        Silence.WORKS,
    ),
}

# Every command of appeals, campaigns and the site. REFUSED: --publish of what it marks; drafts work.
COMMANDS = {
    "import_document": Silence.REFUSED,
    "import_meeting": Silence.REFUSED,
    "import_archive": Silence.WORKS,  # marks nothing: what it brings in is no campaign material yet
    "erase_expired": Silence.WORKS,
    "load_rules": Silence.WORKS,
    "load_demo": Silence.WORKS,
    "set_demo_clock": Silence.WORKS,
}
