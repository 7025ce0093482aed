"""Both scenarios, and what goes wrong in them, as scripts that a reader can act out."""

from __future__ import annotations

from ssldiag.facts.ibmi_mc import BOTH
from ssldiag.scenarios.happenings import Change, Take
from ssldiag.scenarios.state import NEW_LIBRARY, OLD_LIBRARY
from tests.scenarios.stage import BOTH_STEPS, SERVER_STEPS, Play, client_play


def texts(play: Play, step: str, **settings: str) -> list[str]:
    """What is seen of a step."""
    choices = {key.replace("_", "-"): value for key, value in settings.items()}
    answer = play.tell(Take(step, "", choices, force=True))
    assert answer.refusal is None, answer.refusal
    return [f"{seen.actor}: {seen.text}" for seen in answer.seen]


def test_bob_secures_his_pc() -> None:
    play = client_play().then("PC1", "SYSTEMA", "plain")
    play.steps("1", "2").then("PC1", "SYSTEMA", "plain")
    assert play.world.central.pending
    play.refuses("4", "does not use SSL yet")
    assert "collapses" in texts(play, "3")[0]
    play.then("PC1", "SYSTEMA", "plain").steps("4").then("PC1", "SYSTEMA", "tls")
    play.then("PC2", "SYSTEMA", "plain").then("SYSTEMA", "ENDPT1", "plain")
    play.steps("5").then("PC1", "SYSTEMA", "plain")


def test_bob_forgets_to_take_ssl_from_his_pc_first() -> None:
    play = client_play().force("4").then("PC1", "SYSTEMA", "plain_server")
    play.refuses("2", "PC1 uses SSL and does not reach a server without it: step 1 comes first")
    play.steps("1", "2", "3", "4").then("PC1", "SYSTEMA", "tls")


def test_tom_secures_everything() -> None:
    play = Play().steps("0", "1")
    play.refuses("3", "step 2 comes first, or the endpoints cannot be contacted")
    play.refuses("5", "has to be restarted")
    play.steps("2").then("SYSTEMA", "ENDPT1", "plain")
    play.steps("3").then("SYSTEMA", "ENDPT1", "plain_server")
    play.steps("4").then("SYSTEMA", "ENDPT1", "tls").then("PC1", "SYSTEMA", "plain_client")
    play.steps("5").then("PC1", "SYSTEMA", "tls")
    assert play.link("SYSTEMA", "ENDPT1").proved == ("ENDPT1",)
    play.steps("6").refuses("9", "step 7 comes first")
    play.steps("7").refuses("9", "the validation list was not sent: step 8 comes first")
    seen = texts(play, "8")
    assert "SYSTEMA: the send failed here, as it always does on the source system: no fault" in seen
    play.steps("9").then("SYSTEMA", "ENDPT1", "level_mismatch")
    play.steps("10").then("SYSTEMA", "ENDPT1", "tls")
    assert play.link("SYSTEMA", "ENDPT1").proved == ("ENDPT1", "SYSTEMA")
    assert play.link("PC1", "SYSTEMA").proved == ("SYSTEMA",)


def test_what_the_central_system_cannot_contact_it_does_not_update() -> None:
    """The note of step 1: restarted too early, the central system has no way to its endpoints any more."""
    play = Play().steps("0", "1").force("3").then("SYSTEMA", "ENDPT1", "plain_server")
    assert texts(play, "2")[-2:] == [
        "ENDPT1: cannot be contacted: it keeps its settings",
        "ENDPT2: cannot be contacted: it keeps its settings",
    ]
    play.steps("4").then("SYSTEMA", "ENDPT1", "plain_server")


def test_client_authentication_does_not_begin_before_server_authentication_is_there() -> None:
    play = Play().steps("0", "1", "2", "3")
    play.force("6").refuses("7a", "server authentication is not in place", firm=True)
    play.refuses("7c", "server authentication is not in place", firm=True)
    Play().steps("0", "1", "2", "3", "4", "6")


def test_the_values_must_have_been_collected() -> None:
    play = Play().steps("0", "1", "2c").refuses("2f", "complete step 1, and collect the inventory")
    play.steps("2a", "2f").steps("3", "4", "5", "6")
    play.refuses("7c", "complete step 6, and collect the inventory")


def test_compare_and_update_takes_its_time() -> None:
    play = Play().steps("0", "1", "2a", "2c").force("2f", wait="no")
    assert [item.stored.ssl for item in play.world.endpoints] == [True, False]
    assert play.world.compared[-1].status == "running"
    play.refuses("3", "has not finished").steps("2f", "3", "4").then("SYSTEMA", "ENDPT2", "tls")


def test_a_restart_cuts_compare_and_update_off() -> None:
    play = Play().steps("0", "1", "2a", "2c").force("2f", wait="no").force("3")
    assert play.world.compared[-1].status == "failed"
    play.refuses("4", "has not finished").force("4").then("SYSTEMA", "ENDPT2", "plain_server")


def test_what_is_not_flagged_is_not_updated() -> None:
    play = Play().steps("0", "1", "2a", "2c")
    assert texts(play, "2f", updates="use-ssl")[0] == "ENDPT1: stored: Server"
    play = Play().steps("0", "1", "2a", "2c")
    assert texts(play, "2f", updates="level")[0] == "ENDPT1: stored: no SSL"
    play = Play().steps("0", "1", "2a", "2c")
    assert texts(play, "2f", category="Security") == [
        "ENDPT1: stored: no SSL",
        "ENDPT2: stored: no SSL",
    ]


def test_a_group_holds_endpoints() -> None:
    play = Play().refuses("2c", "ENDPT9 is no endpoint system", firm=True, members="ENDPT1,ENDPT9")
    play.refuses("2c", "SYSTEMA is no endpoint system", firm=True, members="SYSTEMA")
    assert texts(play, "2c", members="endpt2, ENDPT2") == ["SYSTEMA: Trusted Group: ENDPT2"]
    assert texts(play, "2c", members="ENDPT2") == ["SYSTEMA: Trusted Group has these members already"]
    assert texts(play, "2c", members=" ") == ["SYSTEMA: Trusted Group: nobody"]


def test_a_member_before_v5r3_gets_its_list_by_hand() -> None:
    play = Play().set("ENDPT1", "release", "V5R2").steps(*SERVER_STEPS, "6", "7", "8.1", "8.8")
    one = play.world.endpoints[0]
    assert [(item.library, item.origin) for item in one.lists] == [
        (OLD_LIBRARY, "ENDPT1"),
        (NEW_LIBRARY, "SYSTEMA"),
    ]
    play.refuses("9", "the list on ENDPT1 is still to be moved to QUSRSYS: step 8.10 comes first")
    play.steps("8.10", "9", "10").then("SYSTEMA", "ENDPT1", "tls")
    assert [(item.library, item.origin) for item in play.world.endpoints[0].lists] == [
        (OLD_LIBRARY, "SYSTEMA")
    ]
    assert texts(play, "8.10") == ["ENDPT1: there is no QYPSVLDL in QMGTC2 to move"]


def test_an_older_list_in_the_way() -> None:
    play = Play().set("ENDPT1", "release", "V5R2").steps(*SERVER_STEPS, "6", "7", "8.1", "8.8")
    assert texts(play, "8.10", delete_old="no") == ["ENDPT1: not moved: QUSRSYS has an older QYPSVLDL"]


def test_nothing_to_move_before_anything_was_sent() -> None:
    play = Play().steps(*SERVER_STEPS, "6", "7").refuses("8.8", "step 8.1 defines it", firm=True)
    play.refuses("8.10", "nothing was sent", firm=True)


def test_why_a_send_fails() -> None:
    def send(**settings: str) -> list[str]:
        play = Play().steps(*SERVER_STEPS, "6", "7")
        texts(play, "8.1", **settings)
        return texts(play, "8.8")[1:]

    assert send() == [f"{name}: the send completed: QYPSVLDL is in QMGTC2" for name in ("ENDPT1", "ENDPT2")]
    assert "does not replace it" in send(replace="no")[0]
    assert "object differences are not allowed" in send(object_differences="no")[0]
    assert "saved for 7.1, and the system has V5R4" in send(target_release="7.1")[0]
    assert "is not on the source system" in send(object="/QSYS.LIB/QUSRSYS.LIB/QYPSVLDL.VLDL")[0]
    assert "is not on the source system" in send(object="/QSYS.LIB/QMGTC2.LIB/OTHER.VLDL")[0]


def test_a_send_to_whom_the_central_system_does_not_reach() -> None:
    play = Play().steps(*SERVER_STEPS, "6", "7").set("ENDPT1", "running", "no").steps("8.1")
    assert "the system cannot be contacted" in texts(play, "8.8")[1]


def test_a_central_system_before_v5r3_has_its_list_elsewhere() -> None:
    play = Play().set("SYSTEMA", "release", "V5R2").steps(*SERVER_STEPS, "6", "7")
    play.refuses("8.1", "assumes that the central system is V5R3 or later")
    assert "QUSRSYS.LIB" in texts(play, "8.1")[0]


def test_a_list_that_changes_makes_the_copies_old() -> None:
    play = Play().steps(*BOTH_STEPS).then("SYSTEMA", "ENDPT1", "tls").set("SYSTEMA", "list", "new")
    play.then("SYSTEMA", "ENDPT1", "trusted_group")
    assert "the system cannot be contacted" in texts(play, "8.8")[1]


def test_a_central_system_without_a_list_has_nothing_to_send() -> None:
    play = Play().steps(*SERVER_STEPS, "6", "7").set("SYSTEMA", "list", "no").steps("8.1")
    assert "is not on the source system" in texts(play, "8.8")[1]


def test_nothing_is_set_on_a_server_that_does_not_run() -> None:
    play = Play().set("SYSTEMA", "running", "no")
    play.refuses("1", "does not run", firm=True).then("SYSTEMA", "ENDPT1", "not_running")
    play.then("PC1", "SYSTEMA", "refused")


def test_prerequisites_are_asked_for_before_ssl_is_enabled() -> None:
    for actor, key, value, why in (
        ("SYSTEMA", "release", "V5R1", "V5R2 is the least"),
        ("ENDPT1", "release", "V5R1", "ENDPT1 has V5R1"),
        ("SYSTEMA", "store", "no", "SYSTEMA has no *SYSTEM store (prerequisite 6)"),
        ("ENDPT2", "ca", "no", "ENDPT2 does not have the CA (prerequisite 6)"),
        ("SYSTEMA", "certificate", "none", "SYSTEMA has no certificate (prerequisite 5)"),
        ("ENDPT1", "certificate", "expired", "has an expired certificate"),
        ("ENDPT1", "certificate", "other-ca", "has a certificate of another CA"),
        ("SYSTEMA", "assigned", "mgtc", "no certificate assigned to central, database"),
        ("ENDPT1", "assigned", "none", "ENDPT1 has no certificate assigned to mgtc"),
        ("PC1", "ca", "no", "PC1 does not have the CA (prerequisite 8)"),
        ("PC1", "release", "V5R1", "PC1 has V5R1"),
        ("network", "ca", "expired", "the CA has expired (prerequisite 4)"),
    ):
        Play().set(actor, key, value).steps("0").refuses("1", why)


def test_the_scenario_of_one_pc_asks_nothing_of_endpoints() -> None:
    client_play().set("ENDPT1", "assigned", "none").set("PC2", "ca", "no").steps("1", "2", "3", "4")


def test_level_any_is_not_offered_below_v5r3() -> None:
    for actor in ("SYSTEMA", "PC1"):
        play = client_play().set(actor, "release", "V5R2").steps("1")
        play.refuses("2", "level Any is not offered below V5R3, and there is a V5R2", firm=True)
        assert play.tell(Take("2", "", {"level": "server"}, force=True)).refusal is None


def test_what_was_set_can_be_set_back() -> None:
    play = Play().steps("0")
    for value in ("no", "yes"):
        play.tell(Change("ENDPT1", "running", value))
    assert play.world.endpoints[0].running
    play.steps("1", "2", "3", "4", "6").steps("1", "2", "3", "4")
    assert play.world.central.active.level != BOTH
