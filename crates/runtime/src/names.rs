//! The interned names that the runtime itself looks up, one field each.

use crate::value::Value;

macro_rules! names {
    ($($name:ident)*) => {
        /// Interned strings, by their own text.
        pub struct Names { $(pub $name: Value,)* }

        impl Names {
            /// Interns all names.
            pub fn new(mut intern: impl FnMut(&str) -> Value) -> Names {
                Names { $($name: intern(stringify!($name)),)* }
            }
        }
    };
}

names! {
    __abs__ __abstractmethods__ __add__ __and__ __annotate__ __annotations__ __await__ __bases__ __bool__ __bytes__ __build_class__ __builtins__ __call__ __cause__ __ceil__ __class__
    __class_getitem__ __classcell__ __complex__ __contains__ __context__ __debug__ __del__ __delattr__ __delete__ __delitem__ __dict__ __dir__
    __divmod__ __doc__ __enter__ __eq__ __exit__ __file__ __firstlineno__ __float__ __floor__ __floordiv__ __format__ __func__ __ge__ __get__
    __getattr__ __getattribute__ __getitem__ __getstate__ __gt__ __hash__ __iadd__ __iand__ __ifloordiv__ __ilshift__ __imatmul__ __imod__
    __import__ __imul__ __index__ __init__ __init_subclass__ __instancecheck__ __int__ __invert__ __ior__ __ipow__ __irshift__ __isub__
    __iter__ __itruediv__ __ixor__ __le__ __len__ __length_hint__ __loader__ __lshift__ __lt__ __main__ __matmul__ __missing__ __mod__ __module__
    __mro_entries__ __mul__ __name__ __ne__ __neg__ __new__ __next__ __notes__ __objclass__ __or__ __package__ __path__ __pos__ __pow__ __prepare__ __qualname__ __radd__
    __rand__ __rdivmod__ __reduce__ __reduce_ex__ __repr__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__ __round__ __rpow__
    __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __self__ __set__ __set_name__ __setattr__ __setitem__ __sizeof__ __slots__ __spec__
    __static_attributes__ __str__ __sub__ __subclasscheck__ __subclasses__ __suppress_context__ __traceback__ __truediv__ __trunc__ __type_params__ __weakref__
    __wrapped__ __xor__ __all__ args builtins close code endswith errno filename flush fromkeys globals keys mro locals metaclass name
    obj path print_file_and_line send sep end file startswith stderr stdin stdout strict key default text throw value write append sort reverse
    print msg lineno offset end_lineno end_offset
}
