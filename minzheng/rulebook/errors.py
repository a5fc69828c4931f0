"""What can go wrong with a rulebook. Every message is a Chinese sentence: what, where, how to mend."""


class RulebookError(Exception):
    """Anything the rulebook refuses."""


class RuleError(RulebookError):
    """A rule that cannot be loaded; the message names file, line and rule."""


class ParameterUnset(RulebookError):
    """A parameter has no value for this area and day; nothing is computed."""


class ParameterMismatch(RulebookError):
    """A parameter's unit or value does not fit what the rules declare."""


class FactMissing(RulebookError):
    """A fact the rules need is not there; the message names fact, entity and row. Never a default."""


class FactRefused(RulebookError):
    """A fact is outside its declared bounds, overlaps itself or is of the wrong kind."""
