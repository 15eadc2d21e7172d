"""The catalogue as it is shipped, read and indexed once for all tests."""

from knowledge import SHIPPED, prepared
from tests.bot.process import CACHE

FINDER = prepared(SHIPPED, CACHE / "mlops-learn")
CATALOGUE = FINDER.catalogue
