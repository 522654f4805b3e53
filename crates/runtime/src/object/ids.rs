//! The numbers of the builtin payloads: each is the payload's kind and the layout of its exact instances.
//!
//! Layouts from `COUNT` on belong to classes that Python code makes. This module knows the numbers, and where the tail begins.

use exuvia_heap::Object;

use super::Payload;

macro_rules! numbers {
    ($($name:ident = $payload:ty;)*) => {
        numbers!(@count 1, $($name)*);

        /// Adds the layouts of all builtin payloads to a fresh heap, in the order of their numbers.
        pub fn register(add: &mut dyn FnMut(u32, exuvia_heap::Layout)) {
            $(add($name, super::layout_for::<$payload>(stringify!($payload), true));)*
        }

        /// The layout of instances of a subclass of a builtin with payload `kind`.
        pub fn layout_of_kind(kind: u32, name: &str) -> exuvia_heap::Layout {
            match kind {
                $($name => super::layout_for::<$payload>(name, false),)*
                _ => unreachable!("plain instances have a layout of their own"),
            }
        }

        /// The byte offset of an object's tail words.
        ///
        /// # Safety
        /// The object is alive and of this kind.
        #[inline]
        pub unsafe fn tail_offset(object: Object, kind: u32) -> usize {
            match kind {
                $(
                    // SAFETY: the caller vouches for the kind.
                    $name => unsafe { super::payload::<$payload>(object) }.tail_offset(),
                )*
                _ => size_of::<exuvia_heap::Header>(),
            }
        }
    };
    (@count $number:expr, $name:ident $($rest:ident)*) => {
        pub const $name: u32 = $number;
        numbers!(@count $number + 1, $($rest)*);
    };
    (@count $number:expr,) => {
        /// One above the last builtin layout.
        pub const COUNT: u32 = $number;
    };
}

/// Layout 0 and the kind of plain instances: no payload at all. Exact instances of `object` have it.
pub const INSTANCE: u32 = 0;

numbers! {
    STR = super::string::Str;
    BYTES = super::bytes::Bytes;
    INT = super::int::Int;
    TUPLE = super::tuple::Tuple;
    LIST = super::list::List;
    DICT = super::dict::Dict;
    SET = super::dict::Set;
    FROZENSET = super::dict::FrozenSet;
    FUNCTION = super::function::Function;
    CODE = super::code::Code;
    CELL = super::cell::CellObject;
    METHOD = super::function::Method;
    NATIVE = super::function::Native;
    TYPE = super::class::Type;
    FLOAT = super::int::FloatObject;
    RANGE_ITERATOR = super::iterators::RangeIterator;
    LIST_ITERATOR = super::iterators::ListIterator;
    TUPLE_ITERATOR = super::iterators::TupleIterator;
    GENERATOR = super::generator::Generator;
    EXCEPTION = super::exception::Exception;
    TRACEBACK = super::exception::Traceback;
    FRAME = super::frame::Frame;
    MODULE = super::module::Module;
    PROPERTY = super::descriptors::Property;
    STATIC_METHOD = super::descriptors::StaticMethod;
    CLASS_METHOD = super::descriptors::ClassMethod;
    GETSET = super::descriptors::GetSet;
    MEMBER = super::descriptors::Member;
    SUPER = super::descriptors::Super;
    MAPPING_PROXY = super::descriptors::MappingProxy;
    SLICE = super::slices::Slice;
    RANGE = super::slices::Range;
    STR_ITERATOR = super::iterators::StrIterator;
    LONG_RANGE_ITERATOR = super::iterators::LongRangeIterator;
    DICT_ITERATOR = super::iterators::DictIterator;
    DICT_VIEW = super::iterators::DictView;
    SET_ITERATOR = super::iterators::SetIterator;
    SEQUENCE_ITERATOR = super::iterators::SequenceIterator;
    CALLABLE_ITERATOR = super::iterators::CallableIterator;
    ENUMERATE = super::iterators::Enumerate;
    ZIP = super::iterators::Zip;
    MAP = super::iterators::Map;
    FILTER = super::iterators::Filter;
    REVERSED = super::iterators::Reversed;
    BYTES_ITERATOR = super::iterators::BytesIterator;
    WEAK_REFERENCE = super::weak::WeakReference;
    BYTEARRAY = super::bytearray::ByteArray;
    COMPLEX = super::complex::Complex;
    RANDOM = super::random::Random;
    FILE = crate::modules::files::File;
    STANDARD_STREAM = crate::modules::streams::StandardStream;
    ARRAY = super::array::Array;
    ARRAY_ITERATOR = super::array::ArrayIterator;
    COUNT_ITERATOR = super::itertools::Count;
    CYCLE = super::itertools::Cycle;
    REPEAT = super::itertools::Repeat;
    ACCUMULATE = super::itertools::Accumulate;
    BATCHED = super::itertools::Batched;
    CHAIN = super::itertools::Chain;
    COMBINATORIC = super::itertools::Combinatoric;
    COMPRESS = super::itertools::Compress;
    WHILE_ITERATOR = super::itertools::WhileIterator;
    FILTER_FALSE = super::itertools::FilterFalse;
    STAR_MAP = super::itertools::StarMap;
    GROUP_BY = super::itertools::GroupBy;
    GROUPER = super::itertools::Grouper;
    ISLICE = super::itertools::ISlice;
    PAIRWISE = super::itertools::Pairwise;
    TEE = super::itertools::Tee;
    TEE_BLOCK = super::itertools::TeeBlock;
    ZIP_LONGEST = super::itertools::ZipLongest;
    ITEM_GETTER = crate::modules::operator::getters::ItemGetter;
    ATTR_GETTER = crate::modules::operator::getters::AttrGetter;
    METHOD_CALLER = crate::modules::operator::getters::MethodCaller;
    UNION = super::annotations::Union;
    GENERIC_ALIAS = super::annotations::GenericAlias;
    MEMORY_VIEW = super::memory_view::MemoryView;
}

const _: () = assert!(<super::string::Str as Payload>::ID == STR);
