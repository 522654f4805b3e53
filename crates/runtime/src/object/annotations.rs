//! Payloads of what annotations are made of: unions and parameterized classes.

payload! {
    /// Payload of `typing.Union`: a tuple of classes and parameterized classes, none of them twice.
    Union = UNION {
        slots {}
        values { members }
        plain {}
    }
}

payload! {
    /// Payload of `types.GenericAlias`: a class and the tuple of what stands in its brackets.
    GenericAlias = GENERIC_ALIAS {
        slots {}
        values { origin, arguments }
        plain {}
    }
}
