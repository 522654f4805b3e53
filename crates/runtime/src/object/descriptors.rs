//! Payloads of descriptors: property, staticmethod, classmethod, native attributes, `__slots__` members, super.

use crate::native::MethodDef;

payload! {
    /// Payload of `property`.
    Property = PROPERTY {
        slots { getter, setter, deleter, doc, name }
        values {}
        plain {}
    }
}

payload! {
    /// Payload of `staticmethod`.
    StaticMethod = STATIC_METHOD {
        slots { function, dict }
        values {}
        plain {}
    }
}

payload! {
    /// Payload of `classmethod`.
    ClassMethod = CLASS_METHOD {
        slots { function, dict }
        values {}
        plain {}
    }
}

payload! {
    /// Payload of `getset_descriptor`: an attribute that native code reads and writes.
    GetSet = GETSET {
        slots {}
        values { owner }
        plain { getter: Option<&'static MethodDef>, setter: Option<&'static MethodDef> }
    }
}

payload! {
    /// Payload of `member_descriptor`: one of a class's `__slots__`.
    Member = MEMBER {
        slots {}
        values { owner, name }
        plain {
            /// The tail word of the slot.
            index: usize
        }
    }
}

payload! {
    /// Payload of `super`: lookup on `object` begins after `class` in the order of `object_class`.
    Super = SUPER {
        slots { class, object, object_class }
        values {}
        plain {}
    }
}

payload! {
    /// Payload of `mappingproxy`: a mapping that can only be read.
    MappingProxy = MAPPING_PROXY {
        slots {}
        values { mapping }
        plain {}
    }
}
