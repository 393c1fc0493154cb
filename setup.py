from pathlib import Path
from shutil import copytree

from setuptools import setup
from setuptools.command.build_py import build_py


class WithDesk(build_py):
    """A wheel carries the default desk; in a checkout it stands at the top of the tree."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for folder in ("templates", "macros"):
            desk = Path(self.build_lib, "zammad_plugin", "desk", folder)
            copytree(folder, desk, dirs_exist_ok=True)


setup(cmdclass={"build_py": WithDesk})
