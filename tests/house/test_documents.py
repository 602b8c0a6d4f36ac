import pytest

from scripts import docs
from tests.house.checks import documents
from tests.house.checks.tree import HOUSE

READS = 'import os\nA = os.environ.get("RIANRU_A")\nB = flag("RIANRU_B")\n'


def _commands():
    from rianru.config.command import HELP, MANAGEMENT

    return set(HELP) | documents.commands(HOUSE, spoken=MANAGEMENT)


def test_every_setting_is_explained_and_every_explained_setting_is_read():
    assert documents.find_untold_settings(HOUSE) == []
    assert documents.find_settings_of_nothing(HOUSE) == []


def test_a_setting_nobody_explains_and_one_nobody_reads_are_found(plant):
    root = plant({"rianru/config/settings.py": READS, "scripts/x.sh": 'echo "${RIANRU_C:-}" $DATABASE_URL\n',
                  "docs/operations.md": "`RIANRU_A`, `RIANRU_B_TOO`, `DATABASE_URL`"})
    assert documents.find_untold_settings(root) == ["rianru/config/settings.py:3: RIANRU_B", "scripts/x.sh: RIANRU_C"]
    assert documents.find_settings_of_nothing(root) == ["docs/operations.md: RIANRU_B_TOO"]


def test_only_the_configuration_reads_the_environment():
    assert documents.find_stray_environment(HOUSE) == []


def test_the_environment_read_elsewhere_is_found(plant):
    root = plant({"rianru/config/settings.py": READS, "rianru/core/x.py": READS})
    assert documents.find_stray_environment(root) == ["rianru/core/x.py:2: os.environ"]


def test_every_command_is_documented():
    assert documents.find_untold_commands(_commands(), (HOUSE / "docs" / "operations.md").read_text()) == []


def test_a_command_without_words_is_found(plant):
    root = plant({"rianru/core/management/commands/make_admin.py": "", "rianru/core/management/commands/re_index.py": ""})
    names = documents.commands(root, spoken={"admin": "make_admin"})
    assert names == {"admin", "re-index"}
    assert documents.find_untold_commands(names, "`rianru admin EMAIL`, `rianru re-index-all`") == ["re-index"]


def test_the_documents_name_only_commands_and_goals_that_exist():
    assert documents.find_commands_of_nothing(HOUSE, _commands() | {"check"}) == []
    assert documents.find_goals_of_nothing(HOUSE) == []


def test_a_command_or_goal_of_nothing_is_found(plant):
    root = plant({"README.md": "make sense of `make run` and `make check fly`\n```\nrianru run --demo\n.venv/bin/rianru soar\n```\n",
                  "Makefile": ".PHONY: run\nrun: x\n\t@x\ncheck:\n"})
    assert documents.find_goals_of_nothing(root) == ["README.md: make fly"]
    assert documents.find_commands_of_nothing(root, {"run"}) == ["README.md: rianru soar"]


def test_every_link_between_documents_leads_somewhere():
    assert documents.find_dead_links(HOUSE) == []


def test_a_dead_link_is_found(plant):
    root = plant({
        "README.md": "[a](docs/a.md) [b](docs/b.md) [h](docs/a.md#the-house-rules) [n](docs/a.md#nothing) [w](https://x.org) "
                     "[out](../secret.md)\n```\n[code](x.md)\n```\n",
        "docs/a.md": "# A\n## The house: *rules*\n",
    })
    assert documents.find_dead_links(root) == ["README.md: docs/b.md", "README.md: docs/a.md#nothing", "README.md: ../secret.md"]


def test_every_job_that_is_deferred_exists():
    from procrastinate.contrib.django import app

    docs.load_all()
    assert len(app.tasks) > 5
    assert documents.find_unnamed_jobs(HOUSE, app.tasks) == []


def test_a_job_deferred_by_a_wrong_or_hidden_name_is_found(plant):
    root = plant({"rianru/a/actions.py": 'jobs.defer("a.run")\njobs.defer("a.rum", x=1)\njobs.defer(name)\n'})
    assert documents.find_unnamed_jobs(root, {"a.run"}) == ["rianru/a/actions.py:2: a.rum", "rianru/a/actions.py:3: name"]


def test_every_recorded_verb_is_registered():
    from rianru.core import facts

    docs.load_all()
    assert documents.find_unnamed_verbs(HOUSE, facts.verbs()) == []


def test_a_verb_that_nobody_registered_is_found(plant):
    root = plant({"rianru/a/actions.py": 'facts.record("a.done", x=1)\nfacts.record("a.doen")\nNewFact(verb="a.gone")\n'})
    assert documents.find_unnamed_verbs(root, {"a.done"}) == ["rianru/a/actions.py:2: a.doen", "rianru/a/actions.py:3: a.gone"]


def test_the_lists_in_docs_say_what_the_code_says():
    docs.load_all()
    assert docs.find_stale(docs.texts(), HOUSE) == []


@pytest.mark.parametrize("name", ["docs/refusals.md", "docs/verbs.md", "docs/settings.md"])
def test_a_list_that_lags_or_is_absent_is_found(plant, name):
    wanted = {"docs/refusals.md": "r\n", "docs/verbs.md": "v\n", "docs/settings.md": "s\n"}
    assert docs.find_stale(wanted, plant(wanted | {name: "old\n"})) == [name]
    plant({}).joinpath(name).unlink()
    assert docs.find_stale(wanted, plant({})) == [name]


def test_every_dependency_is_accounted_for():
    assert documents.find_untold_dependencies(HOUSE) == []


def test_a_dependency_nobody_accounts_for_is_found(plant):
    root = plant({
        "pyproject.toml": '[project]\ndependencies = ["django>=5.2,<5.3", "rules>=3", "psycopg[binary]>=3"]\n'
                          '[dependency-groups]\ndev = ["pytest", "uv==0.1"]\n',
        "package.json": '{"dependencies": {"@a/b": "1"}, "devDependencies": {"c": "1"}}',
        "docs/dependencies.md": "django-allauth, psycopg, `pytest-django`, uv, @a/b",
    })
    assert documents.find_untold_dependencies(root) == ["django", "rules", "pytest", "c"]
