from django.db.models import TextChoices


class InstitutionKind(TextChoices):
    CIVIL_AFFAIRS_BUREAU = "CIVIL_AFFAIRS_BUREAU", "区民政局"
    SUBDISTRICT_OFFICE = "SUBDISTRICT_OFFICE", "街道办事处"
    FINANCE_BUREAU = "FINANCE_BUREAU", "财政局"
    BANK = "BANK", "代发银行"
