"""Bytes of a .plx file → its tables, read with suspicion. Pure: no file, no network.

A .plx file is a data set saved as XML: <Документ> / <diffgram> / <dsMMISDB> and then one empty
element a record, its columns as attributes. The file is decoded here, a piece at a time, and each
piece is searched for a document type declaration before the parser sees it: without one there are
no entities to expand and nothing to fetch, whatever encoding the file pretends to have. Records
are taken from the parser one by one, so no tree is built and memory stays within the limits.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from lxml import etree

from collegium.curricula.plx_types import PlxError, PlxLimits

NAMESPACE: Final = "http://tempuri.org/dsMMISDB.xsd"
ROOT: Final = "Документ"
DATA_SET: Final = f"{{{NAMESPACE}}}dsMMISDB"
PIECE = 256 * 1024
DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,1000}\?>")
FORBIDDEN = ("<!DOCTYPE", "<!ENTITY", "<!ELEMENT", "<!ATTLIST")
OVERLAP = max(len(mark) for mark in FORBIDDEN)
SIGNATURES: Mapping[bytes, str] = {
    b"PK\x03\x04": "ZIP, XLSX, DOCX",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS, DOC",
    b"\x1f\x8b": "GZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
}
UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"<\0\0\0", b"\0\0\0<")

# The tables and columns that are read; everything else in the file is passed over.
COLUMNS: Mapping[str, frozenset[str]] = {
    name: frozenset(columns.split())
    for name, columns in {
        "ООП": "Код Шифр Название НомерДокумента ДатаДокумента",
        "Планы": "Код КодООП УчебныйГод ГодНачалаПодготовки КодФормыОбучения КодБазы Титул"
        " Квалификация СрокОбучения СрокОбученияМесяцев НомерФГОС ДатаГОСа",
        "ПланыЦиклы": "Код КодРодителя КодПлана Номер Идентификатор Цикл Факультативы",
        "ПланыСтроки": "Код КодРодителя КодПлана КодБлока Дисциплина ДисциплинаКод ТипОбъекта"
        " ВидПрактики РассредПрактика ПризнакФизкультуры СчитатьВПлане Факультатив Порядок"
        " ЧасовПоПлану",
        "ПланыНовыеЧасы": "Код КодОбъекта КодВидаРаботы КодТипаЧасов Курс Семестр Сессия"
        " Количество Недель",
        "ПланыКомпетенции": "Код КодПлана ШифрКомпетенции Наименование Удалена",
        "ПланыКомпетенцииДисциплины": "Код КодКомпетенции КодСтроки",
        "ПланыГрафикиЯчейки": "Код КодВидаДеятельности НомерНедели НомерЧастиНедели Курс Семестр"
        " КоличествоЧастейВНеделе НомерПервойНедели",
        "СправочникВидыРабот": "Код Название КодТипРабот",
        "СправочникТипаРабот": "Код Название",
        "СправочникТипаЧасов": "Код Наименование",
        "СправочникТипОбъекта": "Код Название",
        "СправочникВидыПрактик": "Код Наименование",
        "СправочникБазы": "Код Наименование",
        "ФормаОбучения": "Код ФормаОбучения",
        "КомплексныеФК": "Код Наименование КодВидаРабот Курс Семестр",
        "Строки_КомплексныеФК": "Код КодСтроки КодКомплекснойФК Курс Семестр",
    }.items()
}

Record = Mapping[str, str]


@dataclass
class PlxTables:
    """Records of the data set by table, in the order of the file."""

    records: dict[str, list[Record]] = field(default_factory=dict)

    def of(self, table: str) -> list[Record]:
        """Records of the table; none when the file does not have it."""
        return self.records.get(table, [])

    def required(self, table: str) -> list[Record]:
        """Records of a table that a plan cannot be without."""
        found = self.of(table)
        if not found:
            raise PlxError("missing-section", table)
        return found

    def names(self, table: str, column: str) -> dict[str, str]:
        """A dictionary of the file: code → name."""
        return {row["Код"]: row.get(column, "") for row in self.of(table) if row.get("Код")}


def read_tables(data: bytes, limits: PlxLimits) -> PlxTables:
    """Records of the file, or PlxError where it is not a plan of the known format."""
    if len(data) > limits.file_bytes:
        raise PlxError("too-large", limit=limits.file_bytes // (1024 * 1024))
    collector = _Collector(limits)
    parser = _parser(collector)
    try:
        for piece in _pieces(data):
            parser.feed(piece.encode())
    except etree.XMLSyntaxError as error:
        raise _not_well_formed(error) from error
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise PlxError("truncated") if collector.path else _not_well_formed(error) from error
    if not collector.seen_data_set:
        raise PlxError("missing-section", "dsMMISDB")
    return PlxTables(collector.records)


def _parser(collector: "_Collector") -> etree.XMLParser:
    return etree.XMLParser(
        target=cast("etree.ParserTarget", collector),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
    )


def _pieces(data: bytes) -> Iterator[str]:
    """The text of the file, checked piece by piece, without its XML declaration."""
    decoder = codecs.getincrementaldecoder(_encoding(data))(errors="strict")
    tail, without_mark = "", 0
    for start in range(0, len(data), PIECE):
        piece = _decoded(decoder, data, start)
        if start == 0:
            piece = DECLARATION.sub("", piece.removeprefix("\ufeff"))
            if not piece.lstrip().startswith("<"):
                raise PlxError("not-xml")
        if any(mark in tail + piece for mark in FORBIDDEN):
            raise PlxError("doctype")
        # Two whole pieces in one tag or text: no real record is that long.
        without_mark = 0 if "<" in piece else without_mark + 1
        if without_mark > 1:
            raise PlxError("oversized-element")
        tail = piece[-OVERLAP:]
        yield piece


def _encoding(data: bytes) -> str:
    """Name of the encoding, from the first bytes; the XML declaration is not believed."""
    if not data.strip():
        raise PlxError("empty")
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise PlxError("foreign-format", format=kind)
    if data.startswith(UTF_32):
        raise PlxError("encoding")
    if data.startswith((codecs.BOM_UTF16_LE, b"<\x00")):
        return "utf-16-le"
    if data.startswith((codecs.BOM_UTF16_BE, b"\x00<")):
        return "utf-16-be"
    return "utf-8"


def _decoded(decoder: codecs.IncrementalDecoder, data: bytes, start: int) -> str:
    end = start + PIECE
    try:
        return decoder.decode(data[start:end], final=end >= len(data))
    except UnicodeDecodeError as error:
        cut = end >= len(data) and error.reason in {"truncated data", "unexpected end of data"}
        raise PlxError("truncated" if cut else "encoding") from error


def _not_well_formed(error: etree.XMLSyntaxError) -> PlxError:
    line, column = error.position
    return PlxError("not-well-formed", line=line, column=column)


class _Collector:
    """Receives the parser's events and keeps the columns of the known tables."""

    def __init__(self, limits: PlxLimits) -> None:
        self.limits = limits
        self.records: dict[str, list[Record]] = {}
        self.path: list[str] = []
        self.seen = self.values = 0
        self.seen_data_set = False

    def start(self, tag: str, attributes: Mapping[str, str], namespaces: Mapping[str, str]) -> None:
        self.path.append(tag)
        self.seen += 1
        self.values += len(attributes) + len(namespaces)
        if self.seen > self.limits.elements:
            raise PlxError("too-many-elements", limit=self.limits.elements)
        if self.values > self.limits.values:
            raise PlxError("too-many-values", limit=self.limits.values)
        if len(self.path) == 1 and tag != ROOT:
            raise PlxError("foreign-root", root=_shown(tag))
        if len(self.path) == 3:
            self._enter_data_set(tag)
        if len(self.path) > 3 and self.path[2] == DATA_SET:
            self._keep(tag, attributes)

    def end(self, tag: str) -> None:
        self.path.pop()

    def data(self, data: str) -> None:
        """Text between records means nothing in this format."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Never reached: the text was searched before. Refuses all the same."""
        raise PlxError("doctype")

    def close(self) -> None:
        """The parser's contract; the records are taken from the collector itself."""

    def _enter_data_set(self, tag: str) -> None:
        # The diffgram may also carry the rows as they were before a change: not read.
        if tag == DATA_SET:
            self.seen_data_set = True
        elif tag.endswith("}dsMMISDB") or tag == "dsMMISDB":
            raise PlxError("foreign-namespace", namespace=_shown(tag))

    def _keep(self, tag: str, attributes: Mapping[str, str]) -> None:
        table = tag.removeprefix(f"{{{NAMESPACE}}}")
        columns = COLUMNS.get(table)
        if columns is not None:
            kept = {name: value for name, value in attributes.items() if name in columns}
            self.records.setdefault(table, []).append(kept)


def _shown(text: str) -> str:
    return text[:80]
