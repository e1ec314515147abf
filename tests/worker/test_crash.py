"""Workers die, the database restarts, jobs are poison: nothing is lost or goes on for ever."""

import json
import signal
import subprocess
import time

import pytest

from tests.worker.conftest import Shop, Workers, wait_for
from tests.worker.postbox import Postbox


@pytest.mark.parametrize("step", ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"])
def test_a_worker_killed_mid_mail_loses_nothing(
    shop: Shop, workers: Workers, postbox: Postbox, step: str
) -> None:
    postbox.at[step] = workers.kill_all
    first = workers.start()
    shop.issue(6)
    first.wait(20)
    postbox.at.clear()
    assert shop.states() == ["sending"]
    workers.start()
    wait_for(lambda: shop.states() == ["sent"])
    assert len(postbox.message_ids) == 1
    assert len(postbox.received) == (2 if step in ("DATA", "QUIT") else 1)
    wait_for(lambda: not shop.jobs())


def test_a_job_that_kills_its_workers_is_held_and_shown(
    shop: Shop, workers: Workers, postbox: Postbox
) -> None:
    postbox.at["RCPT"] = workers.kill_all
    shop.issue(6)
    for _ in range(5):
        workers.start().wait(20)
    workers.start()
    wait_for(lambda: [job["status"] for job in shop.jobs()] == ["failed"])
    assert shop.health()["queue"]["held"] == 1
    (held,) = shop.health()["queue"]["held_jobs"]
    assert held["error"] == "its worker died 5 times while it ran"


def test_crashes_are_forgotten_when_the_job_runs_to_an_end(
    shop: Shop, workers: Workers, postbox: Postbox
) -> None:
    postbox.at["RCPT"] = workers.kill_all
    shop.issue(6)
    workers.start().wait(20)
    postbox.at.clear()
    postbox.answers = ["451 busy"] * 1000
    workers.start()
    wait_for(lambda: shop.jobs()[0]["attempts"] >= 1)
    assert wait_for(shop.jobs)[0]["headers"] in (None, {})


def test_a_poison_job_is_held_after_its_tries(shop: Shop, workers: Workers) -> None:
    shop.enqueue("send_mail", '{"delivery": "no uuid"}')
    shop.enqueue("send_mail", "no json")
    workers.start()
    wait_for(lambda: [job["status"] for job in shop.jobs()] == ["failed", "failed"])
    assert {job["attempts"] for job in shop.jobs()} == {4}
    held = shop.health()["queue"]["held_jobs"]
    assert {job["entrypoint"] for job in held} == {"send_mail"}
    assert any("invalid input syntax for type uuid" in job["error"] for job in held)


def test_a_forged_cancellation_stops_nothing(
    shop: Shop, workers: Workers, postbox: Postbox
) -> None:
    postbox.seconds = 1.0
    workers.start()
    shop.issue(6)
    wait_for(lambda: postbox.received)
    (job,) = shop.jobs()
    forged = {
        "channel": "ch_pgqueuer",
        "ids": [job["id"]],
        "sent_at": "2026-01-01T00:00:00Z",
        "type": "cancellation_event",
    }
    for payload in (json.dumps(forged), "no json", '{"type": "table_changed_event"}'):
        shop.run("select pg_notify('ch_pgqueuer', %s)", payload)
    wait_for(lambda: shop.states() == ["sent"])
    assert "canceled" not in {
        row["status"] for row in shop.run("select status::text from queue.pgqueuer_log")
    }


def test_sigterm_finishes_what_runs(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    postbox.seconds = 1.0
    worker = workers.start()
    shop.issue(6)
    wait_for(lambda: postbox.received)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert shop.states() == ["sent"]
    assert not shop.jobs()


def test_sigterm_waits_only_so_long(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    postbox.seconds = 8.0
    worker = workers.start("--drain", "0.5")
    shop.issue(6)
    wait_for(lambda: postbox.received)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(5) == 1
    postbox.seconds = 0.0
    assert shop.jobs()[0]["status"] == "picked"
    workers.start()
    wait_for(lambda: shop.states() == ["sent"])
    assert len(postbox.message_ids) == 1


def test_a_database_restart_is_survived(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    worker = workers.start()
    shop.issue(6)
    wait_for(lambda: shop.states() == ["sent"])
    shop.database.server.stop()
    time.sleep(1)
    shop.database.server.start()
    shop.receive(6)
    shop.issue(6)
    wait_for(lambda: shop.states() == ["sent", "sent"])
    assert worker.poll() is None


def test_starts_before_the_database(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    shop.issue(6)
    shop.database.server.stop()
    worker: subprocess.Popen[bytes] = workers.start()
    time.sleep(1)
    shop.database.server.start()
    wait_for(lambda: shop.states() == ["sent"])
    assert worker.poll() is None


def test_a_lost_listener_listens_again(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    # No look at the queue without being woken within this test.
    workers.start("--poll", "600")
    listening = (
        "select pid from pg_stat_activity where application_name = 'stockroom worker (listens)'"
        " and datname = current_database()"
    )
    (first,) = wait_for(lambda: shop.run(listening))
    shop.run("select pg_terminate_backend(%s)", first["pid"])
    wait_for(lambda: [row for row in shop.run(listening) if row["pid"] != first["pid"]])
    shop.issue(6)
    wait_for(lambda: shop.states() == ["sent"])


def test_the_innocent_do_not_die_with_the_poison(
    shop: Shop, workers: Workers, postbox: Postbox
) -> None:
    for _ in range(8):
        shop.issue(6)
        shop.receive(6)
    # The first mail of all kills whatever worker sends it.
    first = str(shop.deliveries()[0]["delivery_id"])

    def kill_on_first() -> None:
        if first in str(postbox.received[-1]["Message-ID"]):
            workers.kill_all()

    postbox.at["DATA"] = kill_on_first
    for _ in range(5):
        workers.start().wait(30)
    workers.start()
    wait_for(lambda: sorted(shop.states()) == ["sending"] + ["sent"] * 7)
    wait_for(lambda: [job["status"] for job in shop.jobs()] == ["failed"])
