"""How the site is set up: by the environment, by `cakupan.toml`, and what `doctor` says of it."""

import json
from pathlib import Path

import pytest

from cakupan.basics.refused import Refused
from cakupan_app.cli import main
from cakupan_app.work.site_config import read_config


def config_of(workspace: Path, text: str, **environment: str) -> object:
    workspace.mkdir(exist_ok=True)
    (workspace / "cakupan.toml").write_text(text, encoding="utf-8")
    return read_config({"CAKUPAN_WORKSPACE": str(workspace), **environment})


def test_without_a_file_the_site_answers_here_alone_and_asks_for_two_factors(tmp_path: Path) -> None:
    config = read_config({"CAKUPAN_WORKSPACE": str(tmp_path)})
    assert set(config.hosts) == {"localhost", "127.0.0.1", "[::1]"}
    assert (config.secure, config.second_factor, config.passkeys) == (False, True, False)


def test_the_environment_speaks_before_the_file(tmp_path: Path) -> None:
    text = '[site]\nhosts = ["a.example"]\nsecure = true\nurl = "https://a.example/"\n'
    config = config_of(tmp_path, text, CAKUPAN_HOSTS="b.example, c.example")
    assert config.hosts == ("b.example", "c.example")  # type: ignore[attr-defined]
    assert config.url == "https://a.example"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[site]\nhost = 1\n", "config_unknown"),
        ("[site\n", "config_unreadable"),
        ('[site]\nmemory = "2GB"\n', "config_memory"),
        ("[site]\nmemory = 100\n", "config_memory"),
    ],
)
def test_a_file_that_says_something_else_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        config_of(tmp_path, text)
    assert refusal.value.code == code


def test_doctor_says_what_is_dangerous_about_the_site(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["init", "--area", "16.06"], ["doctor", "--json"]):
        if words[0] == "doctor":
            text = '[site]\nhosts = ["cakupan.example"]\nsecond_factor = false\npasskeys = true\nurl = "http://cakupan.example"\n'
            (workspace / "cakupan.toml").write_text(text, encoding="utf-8")
        capsys.readouterr()
        with pytest.raises(SystemExit):
            main(words)
    codes = {one["code"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert {
        "doctor_site",
        "doctor_site_not_secure",
        "doctor_site_without_second_factor",
        "doctor_site_passkeys_need_https",
        "doctor_site_without_administrator",
    } <= codes
