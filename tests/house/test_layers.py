"""The rules of the house really catch what they forbid: each is shown a planted violation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from gridloop.loop import STAGES

ROOT = Path(__file__).parents[2]


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the layer contracts over the checkout at ``folder``."""
    linter = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [linter, "--no-cache", "--config", str(folder / ".importlinter")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the code that may be spoilt."""
    folder = tmp_path_factory.mktemp("house")
    skipped = shutil.ignore_patterns("__pycache__", "tests")
    shutil.copytree(ROOT / "src", folder / "src", ignore=skipped)
    shutil.copytree(ROOT / "twin", folder / "twin", ignore=skipped)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


PLANTED = {
    "an earlier stage imports a later one": ("lake/queries.py", "import gridloop.metrics.queries"),
    "rules know Django": ("dispatch/rules.py", "import django.db"),
    "a service knows the web framework": ("dispatch/services/recall.py", "import ninja"),
    "a stage reads another one's tables": ("evaluate/services/confirm.py", "import gridloop.dispatch.models"),
    "a model calls a service": ("dispatch/models.py", "import gridloop.dispatch.services.recall"),
    "the product knows its simulator": ("lake/queries.py", "import twin"),
}


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_violation_is_caught(copy: Path, case: str):
    name, line = PLANTED[case]
    file = copy / "src" / "gridloop" / name
    sound = file.read_text(encoding="utf-8")
    file.write_text(f"{sound}\n{line}\n", encoding="utf-8")
    try:
        result = check(copy)
    finally:
        file.write_text(sound, encoding="utf-8")
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout


def test_no_foreign_key_points_to_a_later_stage():
    order = {stage: number for number, stage in enumerate(STAGES)}
    forward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in order
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model._meta.app_label in order
        if order[field.related_model._meta.app_label] > order[model._meta.app_label]
    ]
    assert forward == []


def test_every_folder_of_code_is_a_package():
    """Keep the layer contracts from overlooking a folder: the import graph knows packages only."""
    folders = {file.parent for root in ("src/gridloop", "twin") for file in (ROOT / root).rglob("*.py")}
    assert [str(folder.relative_to(ROOT)) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []
