"""All policy files as one book: which value is in force where and when, or a sentence why there is none."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from minzheng.kernel.policy.files import Entry, Parameter, PolicyFileError, Status, read
from minzheng.lib.days import ymd
from minzheng.lib.months import Month
from minzheng.rulebook.parameters import DatedValue, ParameterKey, ParameterTable

DEFAULT_DIRECTORY = Path(__file__).resolve().parents[3] / "policies"
_PREFIX_LENGTHS = (12, 9, 6, 4, 2, 0)
_CODE_LENGTH = 12


class ParameterUnset(LookupError):
    """No value is in force; the sentence names parameter, area and day and says what to enter."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value in force. `value` is exact: fen, ten-thousandths, days … by `unit`, or an option's label; `text` is what the file prints."""

    name: str
    label: str
    band: str | None
    value: int | str
    text: str
    unit: str
    since: dt.date
    to: dt.date | None
    area: str
    document: str
    article: str
    issued: str
    status: Status
    note: str
    source_file: str

    @property
    def source(self) -> str:
        """ "民发〔2021〕57号 第二十二条", with 示例 or 草案 said aloud."""
        if self.status is Status.OFFICIAL:
            return f"{self.document} {self.article}"
        return f"{self.document} {self.article}〔{self.status}，非正式政策〕"


class PolicyBook:
    """Parameters by name. Drafts are left out unless asked for (`drafts=True`), so they can never pay anybody."""

    def __init__(self, parameters: Iterable[Parameter], *, drafts: bool = False) -> None:
        self._drafts = drafts
        self._parameters: dict[str, Parameter] = {}
        for parameter in parameters:
            twin = self._parameters.get(parameter.name)
            if twin:
                raise PolicyFileError(
                    f"参数“{parameter.name}”同时写在{twin.source_file}和{parameter.source_file}。请只留一处。"
                )
            self._parameters[parameter.name] = parameter

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._parameters.values())

    def __contains__(self, name: str) -> bool:
        return name in self._parameters

    def parameter(self, name: str) -> Parameter:
        """Raises ParameterUnset when no file has it."""
        try:
            return self._parameters[name]
        except KeyError:
            raise ParameterUnset(
                f"没有名为“{name}”的政策参数。请核对名称，或在policies/中登记该参数。"
            ) from None

    def with_drafts(self) -> PolicyBook:
        """The same book for what-if runs: a draft overrides the value it would replace."""
        return PolicyBook(self, drafts=True)

    def value(self, name: str, *, area: str, on: dt.date, band: str | None = None) -> Value:
        """The value in force; `area` is a code of 2 to 12 digits, `band` a label. Raises ParameterUnset."""
        parameter = self.parameter(name)
        if bool(parameter.bands) != (band is not None) or (band and band not in parameter.bands):
            known = "、".join(parameter.bands) or "不分档"
            raise ParameterUnset(f"政策参数“{name}”没有分档“{band}”（现有：{known}）。请更正分档。")
        entry = self._in_force(parameter, area, on, band)
        if entry is None:
            which = f"（{band}）" if band else ""
            raise ParameterUnset(
                f"政策参数“{name}”{which}在区划{_full(area)}于{on:%Y-%m-%d}没有值，不能计算。"
                f"请由政策管理岗在policies/{parameter.source_file}登记该值及其文件依据。"
            )
        return _value(parameter, entry)

    def values(self, name: str, *, area: str, on: dt.date) -> list[Value]:
        """The values of all bands in force, in the order of the file; bands without a value are left out."""
        parameter = self.parameter(name)
        found = (
            (band, self._in_force(parameter, area, on, band)) for band in parameter.bands or [None]
        )
        return [_value(parameter, entry) for _, entry in found if entry]

    def history(self, name: str, *, area: str) -> list[Value]:
        """Every value that applies, did or will apply to the area, widest area and oldest first."""
        parameter = self.parameter(name)
        chain = set(_chain(area))
        return [_value(parameter, entry) for entry in parameter.entries if entry.area in chain]

    def table(self, names: Iterable[str], *, area: str, months: Sequence[Month]) -> ParameterTable:
        """What the rulebook computes with: for each name and band the rows in force in or during `months`.

        A gap stands as a row without value, so that the rulebook refuses the month it needs it in.
        """
        rows: dict[ParameterKey, list[DatedValue]] = {}
        units = {}
        for name in names:
            parameter = self.parameter(name)
            units[name] = parameter.unit
            for band in parameter.bands or (None,):
                rows[name, band] = self._rows(parameter, area, band, months)
        return ParameterTable(rows=rows, units=units, area=_full(area))

    def _rows(
        self, parameter: Parameter, area: str, band: str | None, months: Sequence[Month]
    ) -> list[DatedValue]:
        first, end = min(months).first_day, max(months).next.first_day
        codes = set(_chain(area))
        days = {first}
        for entry in parameter.entries:
            if entry.area in codes and entry.band == band:
                days |= {day for day in (entry.since, entry.to) if day and first < day < end}
        rows = []
        for day in sorted(days):
            found = self._in_force(parameter, area, day, band)
            if found is None:
                rows.append(DatedValue(ymd(day), None, ""))
                continue
            # The first row says since when it holds; a later one begins where the one before ends.
            since = found.since if day == first else day
            rows.append(DatedValue(ymd(since), found.value, _value(parameter, found).source))
        return rows

    def _in_force(
        self, parameter: Parameter, area: str, on: dt.date, band: str | None
    ) -> Entry | None:
        for code in _chain(area):
            fitting = [
                entry
                for entry in parameter.entries
                if entry.area == code
                and entry.band == band
                and entry.since <= on
                and (entry.to is None or on < entry.to)
                and (self._drafts or entry.status is not Status.DRAFT)
            ]
            if fitting:
                return max(fitting, key=lambda entry: (entry.since, entry.status is Status.DRAFT))
        return None


@functools.lru_cache(maxsize=16)
def _load(directory: Path) -> PolicyBook:
    paths = sorted(directory.glob("*.yaml"))
    if not paths:
        raise PolicyFileError(f"目录{directory}中没有政策文件（*.yaml）。请检查路径。")
    return PolicyBook(parameter for path in paths for parameter in read(path))


def load(directory: str | Path | None = None) -> PolicyBook:
    """Read all `*.yaml` of a directory (the project's `policies/` by default), once a process. Raises PolicyFileError."""
    return _load(Path(directory).resolve() if directory else DEFAULT_DIRECTORY)


def _value(parameter: Parameter, entry: Entry) -> Value:
    return Value(
        name=parameter.name,
        label=parameter.label,
        band=entry.band,
        value=entry.value,
        text=entry.text,
        unit=parameter.unit,
        since=entry.since,
        to=entry.to,
        area=entry.area,
        document=entry.document,
        article=entry.article,
        issued=entry.issued,
        status=entry.status,
        note=entry.note,
        source_file=parameter.source_file,
    )


def _full(area: str) -> str:
    if not (area.isdigit() and len(area) <= _CODE_LENGTH):
        raise ParameterUnset(f"“{area}”不是区划代码。请填写2至12位数字，如430105。")
    return area.ljust(_CODE_LENGTH, "0")


def _chain(area: str) -> list[str]:
    """The area and the areas around it, narrowest first, without repetition: 430105 → 开福区, 长沙市, 湖南省, 全国."""
    full = _full(area)
    codes = [full[:length].ljust(_CODE_LENGTH, "0") for length in _PREFIX_LENGTHS]
    return list(dict.fromkeys(codes))
