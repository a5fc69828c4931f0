"""机构: who acts, where a person does not: bureaus, subdistrict offices, banks, homes, stations."""
