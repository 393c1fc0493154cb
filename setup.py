from pathlib import Path
from shutil import copytree, ignore_patterns

from setuptools import setup
from setuptools.command.build_py import build_py

# Where each folder at the top of a checkout stands in a wheel, below the package.
CARRIED = {
    "templates": "desk/templates",
    "macros": "desk/macros",
    "docs": "docs",
    "container": "container",
}


class WithDesk(build_py):
    """A wheel carries the default desk and the docs; in a checkout they stand at its top."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for folder, inside in CARRIED.items():
            to = Path(self.build_lib, "zammad_plugin", inside)
            copytree(folder, to, dirs_exist_ok=True, ignore=ignore_patterns("*.py", "*.pyc"))


setup(cmdclass={"build_py": WithDesk})
