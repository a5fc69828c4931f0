"""政策参数: dated parameters with their legal source, read from `policies/*.yaml`.

A value is in force in an area from one day to another. A narrower area overrides a wider one (national → province →
city → district → subdistrict). Nothing is in force by default: an unset parameter stops the work with a sentence.
"""

from minzheng.kernel.policy.book import ParameterUnset, PolicyBook, Value, load
from minzheng.kernel.policy.files import Parameter, PolicyFileError, Status

__all__ = [
    "Parameter",
    "ParameterUnset",
    "PolicyBook",
    "PolicyFileError",
    "Status",
    "Value",
    "load",
]
