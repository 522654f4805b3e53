"""The features that `from __future__ import` names, with the releases in which they came.

A feature's value is _Feature(optional, mandatory, compiler_flag): the release in which it could be asked for, the release in
which it is always there (None: not decided), and the bit that the compiler knows it by. Releases are tuples like
sys.version_info.
"""

all_feature_names = [
    "nested_scopes", "generators", "division", "absolute_import", "with_statement",
    "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations",
]

__all__ = ["all_feature_names"] + all_feature_names

CO_NESTED = 0x10
CO_GENERATOR_ALLOWED = 0
CO_FUTURE_DIVISION = 0x20000
CO_FUTURE_ABSOLUTE_IMPORT = 0x40000
CO_FUTURE_WITH_STATEMENT = 0x80000
CO_FUTURE_PRINT_FUNCTION = 0x100000
CO_FUTURE_UNICODE_LITERALS = 0x200000
CO_FUTURE_BARRY_AS_BDFL = 0x400000
CO_FUTURE_GENERATOR_STOP = 0x800000
CO_FUTURE_ANNOTATIONS = 0x1000000


class _Feature:
    def __init__(self, optional, mandatory, compiler_flag):
        self.optional = optional
        self.mandatory = mandatory
        self.compiler_flag = compiler_flag

    def getOptionalRelease(self):
        """The release in which the feature could be asked for."""
        return self.optional

    def getMandatoryRelease(self):
        """The release in which the feature is always there; None when it is not decided."""
        return self.mandatory

    def __repr__(self):
        return "_Feature" + repr((self.optional, self.mandatory, self.compiler_flag))


def _alpha(major, minor, serial=0):
    return (major, minor, 0, "alpha", serial)


def _beta(major, minor, serial):
    return (major, minor, 0, "beta", serial)


nested_scopes = _Feature(_beta(2, 1, 1), _alpha(2, 2), CO_NESTED)
generators = _Feature(_alpha(2, 2, 1), (2, 3, 0, "final", 0), CO_GENERATOR_ALLOWED)
division = _Feature(_alpha(2, 2, 2), _alpha(3, 0), CO_FUTURE_DIVISION)
absolute_import = _Feature(_alpha(2, 5, 1), _alpha(3, 0), CO_FUTURE_ABSOLUTE_IMPORT)
with_statement = _Feature(_alpha(2, 5, 1), _alpha(2, 6), CO_FUTURE_WITH_STATEMENT)
print_function = _Feature(_alpha(2, 6, 2), _alpha(3, 0), CO_FUTURE_PRINT_FUNCTION)
unicode_literals = _Feature(_alpha(2, 6, 2), _alpha(3, 0), CO_FUTURE_UNICODE_LITERALS)
barry_as_FLUFL = _Feature(_alpha(3, 1, 2), _alpha(4, 0), CO_FUTURE_BARRY_AS_BDFL)
generator_stop = _Feature(_beta(3, 5, 1), _alpha(3, 7), CO_FUTURE_GENERATOR_STOP)
annotations = _Feature(_beta(3, 7, 1), None, CO_FUTURE_ANNOTATIONS)

del _alpha, _beta
