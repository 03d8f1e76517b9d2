"""Tables from files and into files: what people send as CSV or XLSX, and what they download.

A file from outside is read with suspicion (decision 0008): its size is bounded before and while
it is unpacked, nothing in it is executed, fetched or expanded, and whatever is wrong is said in
words with the place.
"""

from collegium.core.documents.reading import read_table
from collegium.core.documents.table import Cell, Line, Table, TableError, TableLimits
from collegium.core.documents.writing import Column, write_csv, write_xlsx

__all__ = [
    "Cell",
    "Column",
    "Line",
    "Table",
    "TableError",
    "TableLimits",
    "read_table",
    "write_csv",
    "write_xlsx",
]
