"""A snapshot with its history and figures into the knowledge site: Markdown pages, navigation, assets, HTML."""

from itsmctl.site.assets import assets
from itsmctl.site.builders import build
from itsmctl.site.folder import write
from itsmctl.site.navigation import navigation
from itsmctl.site.pages import pages

__all__ = ["assets", "build", "navigation", "pages", "write"]
