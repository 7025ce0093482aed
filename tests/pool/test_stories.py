"""What each event and command of a pool leads to, as scripts that a reader can act out."""

from __future__ import annotations

from ssldiag.pool import happenings as h
from ssldiag.pool.plan import Limits, Timings
from tests.pool.playbook import ONE, THREE, TWO, Play

START, STOP, RESTART = h.Order.START, h.Order.STOP, h.Order.RESTART
LOST = "Client terminated TCP/IP service"


def test_a_pool_comes_up_agent_first_then_servers_one_by_one() -> None:
    play = Play()
    play.when(h.StackStarted(), h.PublishLimits(Limits(30, 10)), h.StartAgent()).then("EEE")
    play.when(h.AgentReady(), h.SetCache(True), h.StartServer(ONE)).then("SEE")
    play.when(h.Registered(ONE), h.Admit(ONE), h.StartServer(TWO)).then("ASE")
    play.when(h.Registered(TWO), h.Admit(TWO), h.StartServer(THREE)).then("AAS")
    play.when(h.Registered(THREE), h.Admit(THREE)).then("AAA")


def test_no_more_servers_than_the_limits_ask_for() -> None:
    play = Play(limits=Limits(20, 10))
    play.tell(h.StackStarted())
    play.tell(h.AgentReady())
    play.when(h.Registered(ONE), h.Admit(ONE), h.StartServer(TWO))
    play.when(h.Registered(TWO), h.Admit(TWO)).then("AAE")


def test_without_dcss_parms_nothing_of_ssl_is_started_and_applications_do_not_wait() -> None:
    play = Play(secure=False, applications=("FTPSERVE",))
    play.when(h.StackStarted(), h.PublishLimits(Limits(30, 10)), h.StartApplication("FTPSERVE")).then("")


def test_odd_limits_are_said_at_the_start() -> None:
    play = Play(servers=2, limits=Limits(30, 7))
    done = play.tell(h.StackStarted())
    said = [command.text for command in done if isinstance(command, h.Say)]
    assert len(said) == 2
    assert "evenly" in said[0]
    assert "less than" in said[1]


def test_an_agent_that_cannot_save_the_segment_is_not_started() -> None:
    play = Play(agent_why="no class E")
    play.when(
        h.StackStarted(),
        h.PublishLimits(Limits(30, 10)),
        h.Say(12, "W", "no session cache: no class E"),
        h.StartServer(ONE),
    )


def test_servers_do_not_wait_for_ever_for_the_agent() -> None:
    play = Play()
    play.tell(h.StackStarted())
    play.after(4.0)
    play.after(
        1.0,
        h.Say(9, "W", "the session cache is not ready; SSL servers start without it"),
        h.StartServer(ONE),
    )


def test_the_agent_is_lost_and_comes_back() -> None:
    play = Play().up()
    play.when(
        h.AgentLost("killed by signal 9"),
        h.SetCache(False),
        h.Say(
            12,
            "W",
            "the DCSS management agent is down (killed by signal 9): full handshakes until it is back",
        ),
    ).then("AAA")
    play.after(0.4)
    play.after(0.1, h.StartAgent())
    play.when(h.AgentReady(), h.SetCache(True))


def test_an_agent_in_autolog_is_started_anew_when_the_applications_start() -> None:
    play = Play(servers=1, applications=("SSLDCSSM", "FTPSERVE"), agent="SSLDCSSM")
    play.tell(h.StackStarted())
    play.tell(h.AgentReady())
    play.when(h.Registered(ONE), h.Admit(ONE), h.EndAgent(), h.StartApplication("FTPSERVE"))
    play.tell(h.AgentLost("ended"))
    play.after(0.5, h.StartAgent())


def test_an_agent_that_does_not_come_up_is_tried_again_ever_more_slowly() -> None:
    play = Play().up()
    for pause in (0.5, 1.0, 2.0, 4.0):
        play.tell(h.AgentLost("ended with code 1"))
        play.after(pause - 0.1)
        play.after(0.1, h.StartAgent())


def test_applications_wait_for_the_first_active_server() -> None:
    play = Play(applications=("FTPSERVE", "SMTP"))
    play.tell(h.StackStarted())
    play.tell(h.AgentReady())
    play.when(
        h.Registered(ONE),
        h.Admit(ONE),
        h.StartApplication("FTPSERVE"),
        h.StartApplication("SMTP"),
        h.StartServer(TWO),
    )
    play.when(h.Registered(TWO), h.Admit(TWO), h.StartServer(THREE))


def test_sslserverid_timeout_lets_applications_go_without_a_server() -> None:
    play = Play(servers=1, applications=("FTPSERVE",))
    play.tell(h.StackStarted())
    play.tell(h.AgentReady())
    play.after(59.0)
    play.after(
        1.0,
        h.Say(10, "W", "no SSL server is active after 60 seconds; AUTOLOG goes on"),
        h.StartApplication("FTPSERVE"),
    )
    play.when(h.Registered(ONE), h.Admit(ONE)).then("A")


def test_an_application_that_ends_at_its_start_stays_down() -> None:
    play = Play(applications=("FTPSERVE",)).up()
    play.when(
        h.ApplicationEnded("FTPSERVE"),
        h.Say(13, "W", "application server FTPSERVE ended; not started again"),
    )
    play.after(1000.0)


def test_an_application_that_was_up_is_started_again() -> None:
    play = Play(applications=("FTPSERVE",)).up()
    play.when(h.ApplicationReady("FTPSERVE"))
    play.now += 10
    play.when(
        h.ApplicationEnded("FTPSERVE"),
        h.Say(13, "W", "application server FTPSERVE ended; started again soon"),
    )
    play.after(0.5, h.StartApplication("FTPSERVE"))


def test_a_member_that_is_killed_is_restarted_and_told_why() -> None:
    play = Play().up()
    play.when(
        h.Gone(TWO, "killed by signal 9"),
        h.Say(7, "W", "SSL00002 ended: killed by signal 9"),
        h.Bar(TWO),
        h.ClearBooks(TWO),
    ).then("AEA")
    play.after(0.4)
    play.after(0.1, h.Killed(TWO, LOST), h.StartServer(TWO)).then("ASA")
    play.when(h.Registered(TWO), h.Admit(TWO)).then("AAA")


def test_a_member_that_hangs_is_killed_and_restarted() -> None:
    play = Play().up()
    play.when(h.Hung(TWO), h.Bar(TWO), h.EndServer(TWO, at_once=True)).then("AAA")
    play.tell(h.Gone(TWO, "killed by signal 9"))
    play.then("AEA")
    play.after(0.5, h.Killed(TWO, "Fatal inter-VM communication error"), h.StartServer(TWO))


def test_a_start_that_fails_is_tried_again_and_then_given_up() -> None:
    play = Play(servers=1)
    play.tell(h.StackStarted())
    play.tell(h.AgentReady())
    for pause in (0.5, 1.0):
        play.when(
            h.Refused(ONE, "no database"),
            h.Say(6, "W", "SSL00001 could not start: no database"),
            h.EndServer(ONE, at_once=False),
        ).then("E")
        play.when(h.Gone(ONE, "ended with code 1"), h.ClearBooks(ONE))
        play.after(pause, h.StartServer(ONE)).then("S")
    play.when(
        h.Refused(ONE, "no database"),
        h.Say(6, "W", "SSL00001 could not start: no database"),
        h.EndServer(ONE, at_once=False),
        h.Say(11, "W", "SSL00001 is stopped after 3 failures in a row"),
    ).then("P")
    play.tell(h.Gone(ONE, "ended with code 1"))
    play.now += 1000
    play.tell(h.Tick())
    play.then("P")
    play.order(START, ONE, h.ResetCounters(ONE), h.StartServer(ONE)).then("S")


def test_a_crash_loop_ends_in_stopped() -> None:
    play = Play(servers=1).up()
    for _ in range(2):
        play.tell(h.Gone(ONE, "killed by signal 11"))
        play.after(10.0, h.Killed(ONE, LOST), h.StartServer(ONE))
        play.tell(h.Registered(ONE))
    play.tell(h.Gone(ONE, "killed by signal 11"))
    play.then("P")


def test_a_member_that_was_steady_between_its_ends_is_never_given_up() -> None:
    play = Play(servers=1).up()
    for _ in range(10):
        play.tell(h.Gone(ONE, "killed by signal 9"))
        play.then("E").after(0.5, h.Killed(ONE, LOST), h.StartServer(ONE))
        play.when(h.Registered(ONE), h.Admit(ONE))
        play.now += 2.0


def test_a_server_that_fails_at_start_does_not_hold_up_the_next() -> None:
    play = Play()
    play.tell(h.StackStarted())
    play.tell(h.AgentReady())
    play.when(
        h.Refused(ONE, "no database"),
        h.Say(6, "W", "SSL00001 could not start: no database"),
        h.EndServer(ONE, at_once=False),
        h.StartServer(TWO),
    ).then("ESE")


def test_stop_and_start() -> None:
    play = Play().up()
    play.order(STOP, TWO, h.Bar(TWO), h.EndServer(TWO, at_once=False)).then("APA")
    play.when(h.Gone(TWO, "ended with code 0"), h.ClearBooks(TWO)).then("APA")
    play.order(STOP, TWO, h.Decline(TWO, "is stopped already"))
    play.when(h.NoRoom(20)).then("APA")
    play.order(START, TWO, h.ResetCounters(TWO), h.StartServer(TWO)).then("ASA")
    play.order(START, TWO, h.Decline(TWO, "is starting already"))
    play.when(h.Registered(TWO), h.Admit(TWO)).then("AAA")
    play.order(START, TWO, h.Decline(TWO, "is active already"))


def test_start_waits_for_the_old_process_to_end() -> None:
    play = Play().up()
    play.order(STOP, TWO, h.Bar(TWO), h.EndServer(TWO, at_once=False))
    play.order(START, TWO).then("ASA")
    play.when(h.Registered(TWO)).then("ASA")
    play.when(
        h.Gone(TWO, "ended with code 0"), h.ClearBooks(TWO), h.ResetCounters(TWO), h.StartServer(TWO)
    ).then("ASA")


def test_restart_lets_sessions_end_then_starts_anew() -> None:
    play = Play().up()
    play.order(RESTART, ONE, h.Bar(ONE), h.Quiesce(ONE)).then("aAA")
    play.when(h.Quiesced(ONE), h.EndServer(ONE, at_once=False)).then("SAA")
    play.when(
        h.Gone(ONE, "ended with code 0"), h.ClearBooks(ONE), h.ResetCounters(ONE), h.StartServer(ONE)
    ).then("SAA")
    play.when(h.Registered(ONE), h.Admit(ONE)).then("AAA")


def test_restart_waits_for_sessions_no_longer_than_it_may() -> None:
    play = Play().up()
    play.order(RESTART, ONE, h.Bar(ONE), h.Quiesce(ONE))
    play.after(19.0).then("aAA")
    play.after(1.0, h.EndServer(ONE, at_once=False)).then("SAA")


def test_restart_of_what_does_not_run_is_declined() -> None:
    play = Play(limits=Limits(10, 10)).up()
    play.then("AEE")
    play.order(RESTART, TWO, h.Decline(TWO, "is not running"))
    play.order(STOP, TWO).then("APE")
    play.order(RESTART, TWO, h.Decline(TWO, "is stopped; START starts it"))


def test_an_eligible_server_is_activated_when_all_are_full() -> None:
    play = Play(limits=Limits(30, 15)).up()
    play.then("AAE")
    play.when(h.NoRoom(29), h.StartServer(THREE)).then("AAS")
    play.when(h.NoRoom(29)).then("AAS")


def test_maxsessions_is_not_exceeded_by_another_server() -> None:
    play = Play(limits=Limits(20, 10)).up()
    play.when(h.NoRoom(20)).then("AAE")


def test_a_connection_goes_where_there_is_room() -> None:
    Play().up().when(h.Wanted(7, 1, 10), h.Hand(7, TWO))


def test_a_connection_waits_a_moment_for_room() -> None:
    play = Play().up()
    play.when(h.Wanted(7, None, 30)).when(h.Wanted(8, None, 30))
    play.when(h.Room(2), h.Hand(7, THREE)).when(h.Room(0), h.Hand(8, ONE)).when(h.Room(0))
    play.after(10.0)


def test_a_connection_without_room_is_refused() -> None:
    play = Play().up()
    play.when(h.Wanted(7, None, 30))
    play.after(0.9)
    play.after(0.1, h.Refuse(7, "no SSL server has room"))


def test_a_connection_that_waits_has_a_server_activated() -> None:
    play = Play(limits=Limits(30, 15)).up()
    play.when(h.Wanted(7, None, 29), h.StartServer(THREE))


def test_a_connection_that_goes_away_is_not_handed_on() -> None:
    play = Play().up()
    play.when(h.Wanted(7, None, 30)).when(h.Withdrawn(7)).when(h.Room(0))
    play.after(10.0)


def test_limits_change_without_a_restart() -> None:
    play = Play().up()
    play.when(
        h.LimitsSet(Limits(40, 15)),
        h.PublishLimits(Limits(40, 15)),
        h.Say(8, "I", "SSLLIMITS MAXSESSIONS 40 MAXPERSSLSERVER 15"),
        h.Say(5, "W", "MAXPERSSLSERVER 15 does not divide MAXSESSIONS 40 evenly"),
    ).then("AAA")


def test_shutdown_without_sessions() -> None:
    play = Play(servers=1, applications=("FTPSERVE",)).up()
    play.tell(h.ApplicationReady("FTPSERVE"))
    play.when(h.Shutdown(), h.CloseListeners(), h.Bar(ONE), h.Quiesce(ONE)).then("e")
    play.order(START, ONE, h.Decline(ONE, "the stack is shutting down"))
    play.when(h.Quiesced(ONE), h.EndServer(ONE, at_once=False))
    play.when(h.Gone(ONE, "ended with code 0"), h.ClearBooks(ONE), h.EndApplications())
    play.when(h.ApplicationEnded("FTPSERVE"), h.EndAgent())
    play.when(h.AgentLost("ended"), h.SetCache(False), h.Finish(at_once=False))
    play.when(h.Tick())


def test_shutdown_gives_sessions_their_time() -> None:
    play = Play(servers=1).up()
    play.tell(h.Shutdown())
    play.when(h.Wanted(1, 0, 0), h.Refuse(1, "the stack is shutting down"))
    play.after(19.0)
    play.after(1.0, h.EndServer(ONE, at_once=False))
    play.after(5.0, h.Finish(at_once=True))


def test_a_second_signal_ends_everything_at_once() -> None:
    play = Play().up()
    play.tell(h.Shutdown())
    play.when(h.Shutdown(), h.Finish(at_once=True))


def test_shutdown_refuses_what_waits_and_leaves_stopped_servers_alone() -> None:
    play = Play(timings=Timings(drain=20.0, wait=9.0)).up()
    play.order(STOP, ONE, h.Bar(ONE), h.EndServer(ONE, at_once=False))
    play.tell(h.Wanted(4, None, 30))
    play.when(
        h.Shutdown(),
        h.CloseListeners(),
        h.Refuse(4, "the stack is shutting down"),
        h.Bar(TWO),
        h.Quiesce(TWO),
        h.Bar(THREE),
        h.Quiesce(THREE),
    ).then("Pee")
