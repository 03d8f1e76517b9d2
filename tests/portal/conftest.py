import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def count_queries():
    """`count_queries(do)`: how many statements the database got."""

    def count(do):
        with CaptureQueriesContext(connection) as queries:
            do()
        return len(queries)

    return count
