"""Codes of means. `.name` is stored, `.value` is what rules compute with, `.label` is shown."""

from django.db.models import TextChoices

from minzheng.rulebook.units import Option


class AreaKind(Option):
    """城乡类别 of a household; dated. The names are those of `enrollments.Category`."""

    URBAN = 1, "城市"
    RURAL = 2, "农村"


class IncomeKind(Option):
    """收入类型（民发〔2021〕57号 第十三条）. 7 to 10 are declared but not counted; 11 to 13 are findings."""

    WAGE = 1, "工资性收入"
    BUSINESS = 2, "经营净收入"
    PROPERTY = 3, "财产净收入"
    TRANSFER = 4, "转移净收入"
    TRANSFER_PAID = 5, "转移性支出"
    OTHER = 6, "其他收入"
    PREFERENTIAL_PENSION = 7, "优待抚恤、奖励扶助和奖学金"
    SOCIAL_ASSISTANCE = 8, "政府救助和残疾人补贴"
    BASIC_PENSION_CENTRAL = 9, "中央确定的城乡居民基础养老金"
    EXCLUDED_LOCALLY = 10, "市级以上规定不计入的其他收入"
    WAGE_VERIFIED = 11, "信息核对得到的工资"
    WAGE_DECIDED = 12, "个别认定的评估收入"
    ONE_OFF = 13, "一次性收入（按月分摊）"


class ExpenseKind(Option):
    """可扣减的支出: rigid ones, and what going to work costs."""

    DISABILITY_REHABILITATION = 1, "残疾康复"
    SEVERE_ILLNESS = 2, "重病医疗"
    EMPLOYMENT_COST = 3, "务工成本"
    CARE_HOME = 4, "养老机构自费"


class AssetKind(Option):
    """财产类型（民发〔2021〕57号 第十四条）."""

    DEPOSIT = 1, "金融资产"
    VEHICLE = 2, "机动车"
    HOUSE = 3, "住房"
    OTHER = 4, "其他财产"
    INSURANCE = 5, "商业保险"
    BUSINESS = 6, "经营主体登记"


class AssetStanding(Option):
    """一项财产的认定: what was made of one thing that was found (民发〔2022〕83号)."""

    COUNTED = 1, "计入"
    NOT_COUNTED = 2, "不计入"
    PENDING = 3, "待认定"


class DepositMeasure(Option):
    """存款等按什么数额计."""

    BALANCE = 1, "时点余额"
    PEAK = 2, "核算期内最高余额"


class InsuranceMeasure(Option):
    """商业保险按什么数额计."""

    CASH_VALUE = 1, "现金价值"
    PREMIUM = 2, "已交保费"


class AssetTarget(Option):
    """Whose property limit applies."""

    MINIMUM_LIVING = 1, "低保"
    MARGINAL = 2, "低保边缘"


class AssetJudgement(Option):
    """财产认定: what the officer made of the property found (民发〔2022〕83号: no mechanical exclusion)."""

    BY_LIMITS = 1, "按限额核算"
    ACCEPTED = 2, "认定符合"
    REFUSED = 3, "认定不符合"


class Sex(Option):
    """性别; the names are those of `people.Gender`."""

    MALE = 1, "男"
    FEMALE = 2, "女"


class DisabilityLevel(Option):
    """残疾等级 as on the certificate."""

    NONE = 0, "无"
    FIRST = 1, "一级"
    SECOND = 2, "二级"
    THIRD = 3, "三级"
    FOURTH = 4, "四级"


class Circumstance(Option):
    """情形 of a person that the rules look at, each from one day to another; most persons have few or none."""

    ABLE = 1, "有劳动能力"
    PARTLY_ABLE = 2, "部分丧失劳动能力"
    STUDENT = 3, "在校就读"
    MENTAL_DISABILITY = 4, "智力或精神残疾"
    CARES_FOR_CHILD = 5, "全日照料学龄前儿童"
    CARES_FOR_DEPENDANT = 6, "全日照料重残、失能或重病成员"
    NURSING = 7, "哺乳期"
    HARD_TO_EMPLOY = 8, "确实难以就业（个别认定）"
    JOB_SEEKING = 9, "毕业求职期"
    WAGE_DECIDED = 10, "评估收入个别认定"
    NOT_COUNTED = 11, "不计入共同生活家庭成员"
    WORK_REFUSED = 12, "无正当理由拒绝就业"
    SINGLE_DISABILITY = 13, "单人保：重残"
    SINGLE_ILLNESS = 14, "单人保：重病"
    SINGLE_RELIGIOUS = 15, "单人保：宗教教职人员"
    SINGLE_LOCAL = 16, "单人保：县级以上规定的其他特殊困难"
    SINGLE_JOBLESS_DISABLED = 17, "成年无业重残单人户"
    NOT_INSURED = 18, "计入人口、不列入保障"


class AssessmentMode(Option):
    """收入评估方式 for adults able to work (劳动力系数)."""

    NONE = 1, "不评估"
    BY_WAGE = 2, "按最低工资评估"


class LabourBand(Option):
    """劳动力系数的档."""

    NONE = 0, "不适用"
    PRIME = 1, "有劳动能力"
    OLDER = 2, "大龄有劳动能力"
    PARTIAL = 3, "部分丧失劳动能力"


class Exemption(Option):
    """免予评估的理由. 1 to 6 are recognised by an officer, the others follow from the facts."""

    NONE = 0, "不免除"
    CARES_FOR_CHILD = 1, "全日照料学龄前儿童"
    CARES_FOR_DEPENDANT = 2, "全日照料重残、失能或重病成员"
    NURSING = 3, "哺乳期"
    HARD_TO_EMPLOY = 4, "确实难以就业（个别认定）"
    JOB_SEEKING = 5, "毕业求职期"
    STUDENT = 6, "在校就读"
    SEVERE_DISABILITY = 7, "重度残疾"
    SEVERE_ILLNESS = 8, "重病"
    AGE = 9, "不在劳动年龄"
    UNABLE = 10, "无劳动能力"
    NOT_ASSESSED = 11, "本地不评估"


class WageGround(Option):
    """工资性收入以哪一项为准."""

    NONE = 0, "无工资"
    DECLARED = 1, "本人申报"
    VERIFIED = 2, "信息核对"
    ASSESSED = 3, "收入评估"
    DECIDED = 4, "个别认定"


class EmploymentCostMode(Option):
    """必要就业成本扣减方式."""

    SHARE = 1, "按低保标准比例"
    FIXED = 2, "定额"
    ACTUAL = 3, "据实限额"


class OneOffMode(Option):
    """一次性收入的处理."""

    INCOME = 1, "分摊计入收入"
    PROPERTY = 2, "计入财产"


class SupporterRelation(Option):
    """法定义务人与被赡（抚、扶）养人的关系: what the supporter is to the supported."""

    CHILD = 1, "子女"
    PARENT = 2, "父母"
    SPOUSE = 3, "配偶"
    GRANDCHILD = 4, "孙子女、外孙子女"
    GRANDPARENT = 5, "祖父母、外祖父母"
    SIBLING = 6, "兄弟姐妹"


class SupportDocument(Option):
    """赡养费有什么文书."""

    NONE = 1, "无文书"
    JUDGEMENT = 2, "判决或调解"
    AGREEMENT = 3, "书面协议"
    UNENFORCEABLE = 4, "有判决但执行不能"


class SupportFormula(Option):
    """赡养费计算公式的两个类型."""

    EXCESS = 1, "超过低保标准部分按比例"
    LOW_INCOME_LINE = 2, "超过低收入线部分按比例"


class SupportBand(Option):
    """按子女人数分档."""

    FEW = 1, "两名及以下子女"
    MANY = 2, "三名及以上子女"


class ExcessBasis(Option):
    """超过部分按人均还是按全户."""

    PER_CAPITA = 1, "人均"
    HOUSEHOLD = 2, "全户"


class WorkAbility(Option):
    FULL = 1, "有劳动能力"
    PARTIAL = 2, "部分丧失劳动能力"
    LOST = 3, "完全丧失劳动能力"
    NONE = 4, "无劳动能力（年龄）"


class Occupation(Option):
    EMPLOYED = 1, "在职"
    FLEXIBLE = 2, "灵活就业"
    REGISTERED_UNEMPLOYED = 3, "登记失业"
    UNREGISTERED_UNEMPLOYED = 4, "未登记失业"
    FARMING = 5, "务农"
    STUDENT = 6, "在校"
    PRESCHOOL = 7, "学龄前"
    RETIRED = 8, "退休"
    UNABLE = 9, "无劳动条件"
    OTHER = 10, "其他"


class DeclarationSource(TextChoices):
    """On which occasion means were written down."""

    APPLICATION = "APPLICATION", "申请"
    ROSTER = "ROSTER", "花名册转入"
    CHANGE = "CHANGE", "变更报告"
    REVIEW = "REVIEW", "定期核查"


class StudyLevel(TextChoices):
    """就读阶段: up to the bachelor a student is counted, a postgraduate need not be (第七条)."""

    SECONDARY = "SECONDARY", "高中（中职）及以下"
    COLLEGE = "COLLEGE", "高职、大专"
    BACHELOR = "BACHELOR", "本科"
    POSTGRADUATE = "POSTGRADUATE", "研究生"


class FindingSource(TextChoices):
    """线索来源: where something about a family's means became known."""

    VERIFICATION = "VERIFICATION", "信息核对"
    VISIT = "VISIT", "入户调查"
    REPORT = "REPORT", "家庭报告"
    COMPLAINT = "COMPLAINT", "投诉举报"
    JUDGEMENT = "JUDGEMENT", "法律文书"


class AssetGround(TextChoices):
    """财产不计入或计入的理由."""

    SCRAPPED_VEHICLE = "SCRAPPED_VEHICLE", "车辆已报废、转让或灭失（名下僵尸车）"
    DISABILITY_VEHICLE = "DISABILITY_VEHICLE", "残疾人专用代步车"
    LIVELIHOOD_TOOL = "LIVELIHOOD_TOOL", "基本生产工具或生活必需"
    DORMANT_BUSINESS = "DORMANT_BUSINESS", "登记后未实际经营"
    NOMINAL_POST = "NOMINAL_POST", "挂名法定代表人或股东"
    SPENT_ON_TREATMENT = "SPENT_ON_TREATMENT", "已用于治病等刚性支出"
    NOT_OWNED = "NOT_OWNED", "不属于本人"
    LOW_VALUE = "LOW_VALUE", "市值较低"
    ABOVE_LIMIT = "ABOVE_LIMIT", "确属家庭财产且超过限额"
    OTHER = "OTHER", "其他"


class StandingGround(TextChoices):
    """为什么不计入家庭人口，或者计入人口而不列入保障."""

    EXTREME_HARDSHIP = "EXTREME_HARDSHIP", "已纳入特困供养"
    IMPRISONED = "IMPRISONED", "服刑"
    COMPULSORY_REHABILITATION = "COMPULSORY_REHABILITATION", "强制隔离戒毒"
    DECLARED_MISSING = "DECLARED_MISSING", "宣告失踪"
    RELIGIOUS = "RELIGIOUS", "宗教教职人员脱离家庭三年以上"
    POSTGRADUATE = "POSTGRADUATE", "研究生在读，不作必然成员"
    NO_LOCAL_REGISTRATION = "NO_LOCAL_REGISTRATION", "无本地户籍"
    HELPED_ELSEWHERE = "HELPED_ELSEWHERE", "在其他地区享受保障"
    OTHER = "OTHER", "其他"


class Benefit(TextChoices):
    """同一人可能同时享受的待遇（assistance.md §22）."""

    MINIMUM_LIVING = "MINIMUM_LIVING", "最低生活保障"
    EXTREME_HARDSHIP = "EXTREME_HARDSHIP", "特困供养"
    CHILD_WELFARE = "CHILD_WELFARE", "孤儿、事实无人抚养儿童（全额）"
    DISABILITY_LIVING = "DISABILITY_LIVING", "困难残疾人生活补贴"
    DISABILITY_CARE = "DISABILITY_CARE", "重度残疾人护理补贴"
    OLD_AGE = "OLD_AGE", "高龄津贴"
    TEMPORARY_AID = "TEMPORARY_AID", "临时救助"
    PRICE_SUBSIDY = "PRICE_SUBSIDY", "价格临时补贴"
    WORK_INJURY_CARE = "WORK_INJURY_CARE", "工伤生活护理费"
    VETERAN_CARE = "VETERAN_CARE", "离休、因公护理费"
    OLD_AGE_CARE = "OLD_AGE_CARE", "失能老人护理补贴"
