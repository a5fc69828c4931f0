"""The synthetic families and their counterparts in the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from minzheng.demo.population import Family, Person
from minzheng.kernel.casework.models import Case
from minzheng.kernel.people.models import Household
from minzheng.kernel.people.models import Person as Registered
from minzheng.kernel.people.vault import vault


@dataclass(slots=True)
class Cast:
    """The families of the script as the database knows them."""

    families: Mapping[int, Family]
    members: dict[int, tuple[Person, ...]] = field(default_factory=dict)
    households: dict[int, Household] = field(default_factory=dict)
    registered: dict[int, Registered] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)

    def meet(self, families: Iterable[Family]) -> None:
        """Find the families that the roster brought in."""
        wanted = list(families)
        by_number = {h.number: h for h in Household.objects.select_related("head")}
        by_index = {bytes(p.id_index or b""): p for p in Registered.objects.all()}
        seal = vault()
        for family in wanted:
            self.households[family.key] = by_number[family.number]
            self.members[family.key] = family.members
            for person in family.members:
                self.registered[person.key] = by_index[seal.index(person.id_number)]
