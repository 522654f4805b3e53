//! The builtin classes: one row each, and a module for each class's methods.
//!
//! A row says the field, the Python name, the payload of instances, the base, and the properties. Methods are collected by
//! `#[builtin_methods]` in the class's module and installed from `METHODS` below.

pub mod bool;
pub mod byte_runs;
pub mod bytearray;
pub mod bytes;
pub mod bytes_cutting;
pub mod bytes_shared;
pub mod cell;
pub mod class_bases;
pub mod class_creation;
pub mod code;
pub mod codecs;
pub mod complex;
pub mod complex_arithmetic;
pub mod constructors;
pub mod container_rows;
pub mod descriptors;
pub mod dict;
pub mod dict_views;
pub mod exceptions;
pub mod float;
pub mod float_operators;
pub mod frame;
pub mod function;
pub mod generator;
pub mod generic_alias;
pub mod int;
pub mod int_arithmetic;
pub mod int_operators;
pub mod iterators;
pub mod lazy_iterators;
pub mod list;
pub mod mapping_proxy;
pub mod memory_view;
pub mod method_kinds;
pub mod module_type;
pub mod native_function;
pub mod numbers;
pub mod object;
pub mod object_rows;
pub mod range;
pub mod searching;
pub mod sequences;
pub mod set;
pub mod set_algebra;
pub mod singletons;
pub mod slice;
pub mod sorting;
pub mod str_format;
pub mod str_methods;
pub mod str_more;
pub mod str_type;
pub mod str_unicode;
mod str_unicode_tables;
pub mod suggestions;
pub mod super_type;
pub mod tables;
pub mod text_rows;
pub mod traceback;
pub mod traceback_text;
pub mod tuple;
pub mod type_object;
pub mod union_type;
pub mod weak_proxy;
pub mod weakref;

use exuvia_heap::{Heap, LayoutId};

use crate::native::{DefKind, MethodDef, R};
use crate::object::cell::Slot;
use crate::object::class::{Constructor, Type, TypeRef, flags};
use crate::object::dict::Dict;
use crate::object::function::Native;
use crate::object::table::OutOfMemory;
use crate::object::tuple::Tuple;
use crate::object::{Obj, ids, info, instance, new_exact};
use crate::value::Value;
use crate::vm::Vm;
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use flags::{BASE_TYPE, HAS_DICT, HAS_WEAKREF, NO_NEW};

macro_rules! types {
    ($($field:ident = $name:literal $kind:expr, $base:ident, $flags:expr;)*) => {
        /// All builtin classes.
        pub struct Types {
            $(pub $field: TypeRef,)*
            by_kind: Vec<Option<TypeRef>>,
        }

        impl Types {
            /// Makes all classes: first the bare objects, then their names and namespaces.
            pub fn bootstrap(
                heap: &Heap,
                mut intern: impl FnMut(&str) -> Result<Value, OutOfMemory>,
            ) -> Result<Types, OutOfMemory> {
                let bare = Bare { heap };
                $(let $field = bare.class($kind, $flags);)*
                let mut types = Types { $($field,)* by_kind: vec![None; ids::COUNT as usize] };
                $(types.finish(heap, $field, types.$base, intern($name)?, intern(unqualified($name))?)?;)*
                Ok(types)
            }

            /// All builtin classes, in the order of their rows.
            pub fn all(&self) -> Vec<TypeRef> {
                vec![$(self.$field),*]
            }
        }
    };
}

types! {
    object = "object" ids::INSTANCE, object, BASE_TYPE;
    type_type = "type" ids::TYPE, object, BASE_TYPE | HAS_WEAKREF;
    int = "int" ids::INT, object, BASE_TYPE;
    bool = "bool" ids::INT, int, 0;
    float = "float" ids::FLOAT, object, BASE_TYPE;
    str = "str" ids::STR, object, BASE_TYPE;
    bytes = "bytes" ids::BYTES, object, BASE_TYPE;
    tuple = "tuple" ids::TUPLE, object, BASE_TYPE;
    list = "list" ids::LIST, object, BASE_TYPE;
    dict = "dict" ids::DICT, object, BASE_TYPE;
    set = "set" ids::SET, object, BASE_TYPE | HAS_WEAKREF;
    frozenset = "frozenset" ids::FROZENSET, object, BASE_TYPE | HAS_WEAKREF;
    none = "NoneType" ids::INSTANCE, object, 0;
    ellipsis = "ellipsis" ids::INSTANCE, object, 0;
    not_implemented = "NotImplementedType" ids::INSTANCE, object, 0;
    function = "function" ids::FUNCTION, object, HAS_WEAKREF;
    code = "code" ids::CODE, object, HAS_WEAKREF;
    cell = "cell" ids::CELL, object, 0;
    method = "method" ids::METHOD, object, HAS_WEAKREF | flags::GETATTRIBUTE;
    builtin_function = "builtin_function_or_method" ids::NATIVE, object, NO_NEW | HAS_WEAKREF;
    method_descriptor = "method_descriptor" ids::NATIVE, object, NO_NEW;
    wrapper_descriptor = "wrapper_descriptor" ids::NATIVE, object, NO_NEW;
    method_wrapper = "method-wrapper" ids::NATIVE, object, NO_NEW;
    classmethod_descriptor = "classmethod_descriptor" ids::NATIVE, object, NO_NEW;
    getset_descriptor = "getset_descriptor" ids::GETSET, object, NO_NEW;
    member_descriptor = "member_descriptor" ids::MEMBER, object, NO_NEW;
    property = "property" ids::PROPERTY, object, BASE_TYPE;
    static_method = "staticmethod" ids::STATIC_METHOD, object, BASE_TYPE;
    class_method = "classmethod" ids::CLASS_METHOD, object, BASE_TYPE;
    super_type = "super" ids::SUPER, object, BASE_TYPE;
    mapping_proxy = "mappingproxy" ids::MAPPING_PROXY, object, 0;
    module = "module" ids::MODULE, object, BASE_TYPE | HAS_WEAKREF;
    generator = "generator" ids::GENERATOR, object, NO_NEW | HAS_WEAKREF;
    frame = "frame" ids::FRAME, object, NO_NEW;
    traceback = "traceback" ids::TRACEBACK, object, 0;
    slice = "slice" ids::SLICE, object, 0;
    range = "range" ids::RANGE, object, 0;
    range_iterator = "range_iterator" ids::RANGE_ITERATOR, object, NO_NEW;
    long_range_iterator = "longrange_iterator" ids::LONG_RANGE_ITERATOR, object, NO_NEW;
    list_iterator = "list_iterator" ids::LIST_ITERATOR, object, NO_NEW;
    tuple_iterator = "tuple_iterator" ids::TUPLE_ITERATOR, object, NO_NEW;
    str_iterator = "str_iterator" ids::STR_ITERATOR, object, NO_NEW;
    str_ascii_iterator = "str_ascii_iterator" ids::STR_ITERATOR, object, NO_NEW;
    dict_keys = "dict_keys" ids::DICT_VIEW, object, NO_NEW;
    dict_values = "dict_values" ids::DICT_VIEW, object, NO_NEW;
    dict_items = "dict_items" ids::DICT_VIEW, object, NO_NEW;
    dict_keyiterator = "dict_keyiterator" ids::DICT_ITERATOR, object, NO_NEW;
    dict_valueiterator = "dict_valueiterator" ids::DICT_ITERATOR, object, NO_NEW;
    dict_itemiterator = "dict_itemiterator" ids::DICT_ITERATOR, object, NO_NEW;
    dict_reversekeyiterator = "dict_reversekeyiterator" ids::DICT_ITERATOR, object, NO_NEW;
    dict_reversevalueiterator = "dict_reversevalueiterator" ids::DICT_ITERATOR, object, NO_NEW;
    dict_reverseitemiterator = "dict_reverseitemiterator" ids::DICT_ITERATOR, object, NO_NEW;
    set_iterator = "set_iterator" ids::SET_ITERATOR, object, NO_NEW;
    iterator = "iterator" ids::SEQUENCE_ITERATOR, object, NO_NEW;
    callable_iterator = "callable_iterator" ids::CALLABLE_ITERATOR, object, NO_NEW;
    enumerate = "enumerate" ids::ENUMERATE, object, BASE_TYPE;
    zip = "zip" ids::ZIP, object, BASE_TYPE;
    map = "map" ids::MAP, object, BASE_TYPE;
    filter = "filter" ids::FILTER, object, BASE_TYPE;
    reversed = "reversed" ids::REVERSED, object, BASE_TYPE;
    list_reverseiterator = "list_reverseiterator" ids::REVERSED, object, NO_NEW;
    bytes_iterator = "bytes_iterator" ids::BYTES_ITERATOR, object, NO_NEW;
    weak_reference = "weakref.ReferenceType" ids::WEAK_REFERENCE, object, BASE_TYPE;
    weak_proxy = "weakref.ProxyType" ids::WEAK_REFERENCE, object, NO_NEW | flags::GETATTRIBUTE | flags::SETATTR;
    weak_callable_proxy = "weakref.CallableProxyType" ids::WEAK_REFERENCE, object, NO_NEW | flags::GETATTRIBUTE | flags::SETATTR;
    standard_stream = "TextIOWrapper" ids::STANDARD_STREAM, object, NO_NEW | HAS_WEAKREF;
    file = "TextIOWrapper" ids::FILE, object, NO_NEW | HAS_WEAKREF;
    base_exception = "BaseException" ids::EXCEPTION, object, EXCEPTION;
    exception = "Exception" ids::EXCEPTION, base_exception, EXCEPTION;
    system_exit = "SystemExit" ids::EXCEPTION, base_exception, EXCEPTION;
    keyboard_interrupt = "KeyboardInterrupt" ids::EXCEPTION, base_exception, EXCEPTION;
    generator_exit = "GeneratorExit" ids::EXCEPTION, base_exception, EXCEPTION;
    base_exception_group = "BaseExceptionGroup" ids::EXCEPTION, base_exception, EXCEPTION;
    exception_group = "ExceptionGroup" ids::EXCEPTION, base_exception_group, EXCEPTION;
    arithmetic_error = "ArithmeticError" ids::EXCEPTION, exception, EXCEPTION;
    floating_point_error = "FloatingPointError" ids::EXCEPTION, arithmetic_error, EXCEPTION;
    overflow_error = "OverflowError" ids::EXCEPTION, arithmetic_error, EXCEPTION;
    zero_division_error = "ZeroDivisionError" ids::EXCEPTION, arithmetic_error, EXCEPTION;
    assertion_error = "AssertionError" ids::EXCEPTION, exception, EXCEPTION;
    attribute_error = "AttributeError" ids::EXCEPTION, exception, EXCEPTION;
    buffer_error = "BufferError" ids::EXCEPTION, exception, EXCEPTION;
    eof_error = "EOFError" ids::EXCEPTION, exception, EXCEPTION;
    import_error = "ImportError" ids::EXCEPTION, exception, EXCEPTION;
    module_not_found_error = "ModuleNotFoundError" ids::EXCEPTION, import_error, EXCEPTION;
    lookup_error = "LookupError" ids::EXCEPTION, exception, EXCEPTION;
    index_error = "IndexError" ids::EXCEPTION, lookup_error, EXCEPTION;
    key_error = "KeyError" ids::EXCEPTION, lookup_error, EXCEPTION;
    memory_error = "MemoryError" ids::EXCEPTION, exception, EXCEPTION;
    name_error = "NameError" ids::EXCEPTION, exception, EXCEPTION;
    unbound_local_error = "UnboundLocalError" ids::EXCEPTION, name_error, EXCEPTION;
    os_error = "OSError" ids::EXCEPTION, exception, EXCEPTION;
    blocking_io_error = "BlockingIOError" ids::EXCEPTION, os_error, EXCEPTION;
    child_process_error = "ChildProcessError" ids::EXCEPTION, os_error, EXCEPTION;
    connection_error = "ConnectionError" ids::EXCEPTION, os_error, EXCEPTION;
    broken_pipe_error = "BrokenPipeError" ids::EXCEPTION, connection_error, EXCEPTION;
    connection_aborted_error = "ConnectionAbortedError" ids::EXCEPTION, connection_error, EXCEPTION;
    connection_refused_error = "ConnectionRefusedError" ids::EXCEPTION, connection_error, EXCEPTION;
    connection_reset_error = "ConnectionResetError" ids::EXCEPTION, connection_error, EXCEPTION;
    file_exists_error = "FileExistsError" ids::EXCEPTION, os_error, EXCEPTION;
    file_not_found_error = "FileNotFoundError" ids::EXCEPTION, os_error, EXCEPTION;
    interrupted_error = "InterruptedError" ids::EXCEPTION, os_error, EXCEPTION;
    is_a_directory_error = "IsADirectoryError" ids::EXCEPTION, os_error, EXCEPTION;
    not_a_directory_error = "NotADirectoryError" ids::EXCEPTION, os_error, EXCEPTION;
    permission_error = "PermissionError" ids::EXCEPTION, os_error, EXCEPTION;
    process_lookup_error = "ProcessLookupError" ids::EXCEPTION, os_error, EXCEPTION;
    timeout_error = "TimeoutError" ids::EXCEPTION, os_error, EXCEPTION;
    reference_error = "ReferenceError" ids::EXCEPTION, exception, EXCEPTION;
    runtime_error = "RuntimeError" ids::EXCEPTION, exception, EXCEPTION;
    not_implemented_error = "NotImplementedError" ids::EXCEPTION, runtime_error, EXCEPTION;
    recursion_error = "RecursionError" ids::EXCEPTION, runtime_error, EXCEPTION;
    python_finalization_error = "PythonFinalizationError" ids::EXCEPTION, runtime_error, EXCEPTION;
    stop_iteration = "StopIteration" ids::EXCEPTION, exception, EXCEPTION;
    stop_async_iteration = "StopAsyncIteration" ids::EXCEPTION, exception, EXCEPTION;
    syntax_error = "SyntaxError" ids::EXCEPTION, exception, EXCEPTION;
    indentation_error = "IndentationError" ids::EXCEPTION, syntax_error, EXCEPTION;
    tab_error = "TabError" ids::EXCEPTION, indentation_error, EXCEPTION;
    system_error = "SystemError" ids::EXCEPTION, exception, EXCEPTION;
    type_error = "TypeError" ids::EXCEPTION, exception, EXCEPTION;
    value_error = "ValueError" ids::EXCEPTION, exception, EXCEPTION;
    unicode_error = "UnicodeError" ids::EXCEPTION, value_error, EXCEPTION;
    unicode_decode_error = "UnicodeDecodeError" ids::EXCEPTION, unicode_error, EXCEPTION;
    unicode_encode_error = "UnicodeEncodeError" ids::EXCEPTION, unicode_error, EXCEPTION;
    unicode_translate_error = "UnicodeTranslateError" ids::EXCEPTION, unicode_error, EXCEPTION;
    warning = "Warning" ids::EXCEPTION, exception, EXCEPTION;
    bytes_warning = "BytesWarning" ids::EXCEPTION, warning, EXCEPTION;
    deprecation_warning = "DeprecationWarning" ids::EXCEPTION, warning, EXCEPTION;
    encoding_warning = "EncodingWarning" ids::EXCEPTION, warning, EXCEPTION;
    future_warning = "FutureWarning" ids::EXCEPTION, warning, EXCEPTION;
    import_warning = "ImportWarning" ids::EXCEPTION, warning, EXCEPTION;
    pending_deprecation_warning = "PendingDeprecationWarning" ids::EXCEPTION, warning, EXCEPTION;
    resource_warning = "ResourceWarning" ids::EXCEPTION, warning, EXCEPTION;
    runtime_warning = "RuntimeWarning" ids::EXCEPTION, warning, EXCEPTION;
    syntax_warning = "SyntaxWarning" ids::EXCEPTION, warning, EXCEPTION;
    unicode_warning = "UnicodeWarning" ids::EXCEPTION, warning, EXCEPTION;
    user_warning = "UserWarning" ids::EXCEPTION, warning, EXCEPTION;
    bytearray = "bytearray" ids::BYTEARRAY, object, BASE_TYPE;
    bytearray_iterator = "bytearray_iterator" ids::BYTES_ITERATOR, object, NO_NEW;
    complex = "complex" ids::COMPLEX, object, BASE_TYPE;
    random = "Random" ids::RANDOM, object, BASE_TYPE | HAS_DICT | HAS_WEAKREF;
    system_random = "SystemRandom" ids::RANDOM, random, BASE_TYPE | HAS_DICT | HAS_WEAKREF;
    array = "array.array" ids::ARRAY, object, BASE_TYPE | HAS_WEAKREF;
    array_iterator = "array.arrayiterator" ids::ARRAY_ITERATOR, object, NO_NEW;
    count = "itertools.count" ids::COUNT_ITERATOR, object, BASE_TYPE;
    cycle = "itertools.cycle" ids::CYCLE, object, BASE_TYPE;
    repeat = "itertools.repeat" ids::REPEAT, object, BASE_TYPE;
    accumulate = "itertools.accumulate" ids::ACCUMULATE, object, BASE_TYPE;
    batched = "itertools.batched" ids::BATCHED, object, BASE_TYPE;
    chain = "itertools.chain" ids::CHAIN, object, BASE_TYPE;
    combinations = "itertools.combinations" ids::COMBINATORIC, object, BASE_TYPE;
    combinations_with_replacement = "itertools.combinations_with_replacement" ids::COMBINATORIC, object, BASE_TYPE;
    permutations = "itertools.permutations" ids::COMBINATORIC, object, BASE_TYPE;
    product = "itertools.product" ids::COMBINATORIC, object, BASE_TYPE;
    compress = "itertools.compress" ids::COMPRESS, object, BASE_TYPE;
    dropwhile = "itertools.dropwhile" ids::WHILE_ITERATOR, object, BASE_TYPE;
    takewhile = "itertools.takewhile" ids::WHILE_ITERATOR, object, BASE_TYPE;
    filterfalse = "itertools.filterfalse" ids::FILTER_FALSE, object, BASE_TYPE;
    starmap = "itertools.starmap" ids::STAR_MAP, object, BASE_TYPE;
    groupby = "itertools.groupby" ids::GROUP_BY, object, BASE_TYPE;
    islice = "itertools.islice" ids::ISLICE, object, BASE_TYPE;
    pairwise = "itertools.pairwise" ids::PAIRWISE, object, BASE_TYPE;
    zip_longest = "itertools.zip_longest" ids::ZIP_LONGEST, object, BASE_TYPE;
    grouper = "itertools._grouper" ids::GROUPER, object, NO_NEW;
    tee = "itertools._tee" ids::TEE, object, HAS_WEAKREF;
    tee_block = "itertools._tee_dataobject" ids::TEE_BLOCK, object, NO_NEW;
    itemgetter = "operator.itemgetter" ids::ITEM_GETTER, object, 0;
    attrgetter = "operator.attrgetter" ids::ATTR_GETTER, object, 0;
    methodcaller = "operator.methodcaller" ids::METHOD_CALLER, object, 0;
    union_type = "typing.Union" ids::UNION, object, NO_NEW | HAS_WEAKREF;
    generic_alias = "types.GenericAlias" ids::GENERIC_ALIAS, object, HAS_WEAKREF | flags::GETATTRIBUTE;
    memory_view = "memoryview" ids::MEMORY_VIEW, object, HAS_WEAKREF;
}

const EXCEPTION: u32 = BASE_TYPE | HAS_DICT;

/// Makes classes that have no name, bases or layout yet.
struct Bare<'a> {
    heap: &'a Heap,
}

impl Bare<'_> {
    fn class(&self, kind: u32, flags: u32) -> TypeRef {
        let class = new_exact(
            self.heap,
            Type {
                name: Slot::default(),
                qualified_name: Slot::default(),
                base: Slot::default(),
                bases: Slot::default(),
                mro: Slot::default(),
                dict: Dict::new_value(self.heap),
                kind,
                flags: Cell::new(flags),
                layout: Cell::new(LayoutId::new(kind)),
                last_layout: Cell::new(LayoutId::new(kind)),
                fixed: Cell::new(0),
                slot_names: Slot::default(),
                subclasses: RefCell::default(),
                constructor_epoch: Cell::new(0),
                constructor: Cell::new(Constructor::General),
                subscripts_epoch: Cell::new(0),
                subscripts: Cell::new([0; 2]),
            },
        );
        let object = class.object().expect("a new class is an object");
        // The count stays with `Types`, which gives it back when it is dropped.
        let _ = class.into_bits();
        // SAFETY: the object was just made as a class.
        unsafe { TypeRef::from_object(object) }
    }
}

impl Types {
    /// The class whose exact instances have this payload.
    pub fn of_kind(&self, kind: u32) -> Option<TypeRef> {
        if kind == ids::INSTANCE {
            Some(self.object)
        } else {
            self.by_kind.get(kind as usize).copied().flatten()
        }
    }

    /// The class of an immediate value.
    #[inline]
    pub fn of_immediate(&self, value: &Value) -> TypeRef {
        if value.as_small_int().is_some() {
            self.int
        } else if value.as_float().is_some() {
            self.float
        } else if value.as_bool().is_some() {
            self.bool
        } else if value.is_none() {
            self.none
        } else if value.is_ellipsis() {
            self.ellipsis
        } else {
            self.not_implemented
        }
    }

    fn finish(
        &mut self,
        heap: &Heap,
        class: TypeRef,
        base: TypeRef,
        name: Value,
        unqualified: Value,
    ) -> Result<(), OutOfMemory> {
        let is_object = class == base;
        class.name.set(Some(name));
        class.qualified_name.set(Some(unqualified));
        let mut order = vec![class.value()];
        if !is_object {
            class.base.set(Some(base.value()));
            order.extend(base.mro_items().iter().cloned());
            base.subclasses.borrow_mut().push(class.object());
        }
        let bases = if is_object { Vec::new() } else { vec![base.value()] };
        class.bases.set(Some(Tuple::new_value(heap, bases)?));
        class.mro.set(Some(Tuple::new_value(heap, order)?));
        let first =
            self.by_kind.get(class.kind as usize).is_some_and(Option::is_none) && class.kind != ids::INSTANCE;
        if first || is_object {
            self.by_kind[class.kind as usize] = Some(class);
            let host = heap.layout(LayoutId::new(class.kind)).host.get() as *mut crate::object::LayoutInfo;
            // SAFETY: the host word is the box that `Vm::register_layouts` made; no reference to it is held here.
            unsafe { (*host).class = class };
        }
        let shares = !first && !is_object;
        if class.has(HAS_DICT) || shares {
            class.layout.set(instance::root_layout(heap, class, 0).ok_or(OutOfMemory)?);
        }
        Ok(())
    }
}

impl Drop for Types {
    fn drop(&mut self) {
        for class in self.all() {
            // SAFETY: `Bare::class` left one count of each class to this struct.
            drop(unsafe { Value::from_bits(class.bits()) });
        }
    }
}

/// A class's name without its module: builtin classes that live in a module have it in their name, as in CPython's messages.
fn unqualified(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The class name of an immediate value.
pub fn immediate_name(value: &Value) -> &'static str {
    if value.as_small_int().is_some() {
        "int"
    } else if value.as_float().is_some() {
        "float"
    } else if value.as_bool().is_some() {
        "bool"
    } else if value.is_none() {
        "NoneType"
    } else if value.is_ellipsis() {
        "ellipsis"
    } else {
        "NotImplementedType"
    }
}

/// Puts the methods of all builtin classes into their namespaces.
pub fn install(vm: &mut Vm) -> R<()> {
    exceptions::rows::give_groups_both_bases(vm)?;
    for row in tables::rows(&vm.types) {
        for def in row.methods.iter().copied().flatten() {
            install_method(vm, row.class, def)?;
        }
        // Where instances have a manual of their own, the attribute that shows it stands in this place (see `type.__doc__`).
        let name = vm.names.__doc__.clone();
        if row.class.namespace().find_str(&name).is_none() {
            let doc = if row.doc.is_empty() { Value::NONE } else { vm.text(row.doc)? };
            set_entry(vm, row.class, "__doc__", doc)?;
        }
        finish_namespace(vm, row.class)?;
    }
    let object = vm.types.object;
    for class in vm.types.all() {
        if class != object && class.namespace().is_empty() {
            set_entry(vm, class, "__doc__", Value::NONE)?;
        }
    }
    for class in vm.types.all() {
        let name = class.name_text();
        if let Some((module, _)) = name.rsplit_once('.') {
            let module = vm.intern(module)?;
            set_entry(vm, class, "__module__", module)?;
        }
    }
    vm.classes_changed();
    Ok(())
}

/// A class that defines `__eq__` without `__hash__` is unhashable; what is inherited is inherited by lookup.
fn finish_namespace(vm: &mut Vm, class: TypeRef) -> R<()> {
    let (eq, hash) = (vm.names.__eq__.clone(), vm.names.__hash__.clone());
    if class.namespace().find_str(&eq).is_some() && class.namespace().find_str(&hash).is_none() {
        set_entry(vm, class, "__hash__", Value::NONE)?;
    }
    Ok(())
}

/// Puts something into a builtin class's namespace.
pub fn set_entry(vm: &mut Vm, class: TypeRef, name: &str, value: Value) -> R<()> {
    let name = vm.intern(name)?;
    class.namespace().set_str(vm.heap, &name, value).map_err(|_| vm.memory_error())?;
    Ok(())
}

fn install_method(vm: &mut Vm, class: TypeRef, def: &'static MethodDef) -> R<()> {
    let owner = Some(class.value());
    let native = |owner, receiver| Native { def, owner, receiver };
    let dunder = def.name.starts_with("__") && def.name.ends_with("__");
    let value = match def.kind {
        DefKind::Method if dunder && !PLAIN_DUNDERS.contains(&def.name) => crate::object::new_with_layout(
            vm.heap,
            vm.types.wrapper_descriptor.layout.get(),
            native(owner, None),
        ),
        DefKind::Method => crate::object::new_with_layout(
            vm.heap,
            vm.types.method_descriptor.layout.get(),
            native(owner, None),
        ),
        DefKind::ClassMethod => crate::object::new_with_layout(
            vm.heap,
            vm.types.classmethod_descriptor.layout.get(),
            native(owner, None),
        ),
        DefKind::New => Native::new_value(vm.heap, def, owner.clone(), owner),
        DefKind::StaticMethod | DefKind::Function => {
            let function = Native::new_value(vm.heap, def, owner, None);
            new_exact(
                vm.heap,
                crate::object::descriptors::StaticMethod {
                    function: Slot::new(Some(function)),
                    dict: Slot::default(),
                },
            )
        }
        DefKind::Getter | DefKind::Setter => return install_accessor(vm, class, def),
    };
    set_entry(vm, class, def.name, value)
}

/// Dunder methods that are ordinary methods in CPython, not slot wrappers.
const PLAIN_DUNDERS: &[&str] = &[
    "__reduce__",
    "__reduce_ex__",
    "__getstate__",
    "__setstate__",
    "__sizeof__",
    "__format__",
    "__dir__",
    "__length_hint__",
    "__reversed__",
    "__enter__",
    "__exit__",
    "__instancecheck__",
    "__subclasscheck__",
    "__subclasses__",
    "__prepare__",
    "__getnewargs__",
    "__round__",
    "__trunc__",
    "__floor__",
    "__ceil__",
    "__complex__",
    "__bytes__",
    "__copy__",
    "__deepcopy__",
    "__class_getitem__",
    "__getformat__",
    "__init_subclass__",
    "__subclasshook__",
];

fn install_accessor(vm: &mut Vm, class: TypeRef, def: &'static MethodDef) -> R<()> {
    use crate::object::descriptors::GetSet;
    let name = vm.intern(def.name)?;
    let (mut getter, mut setter) =
        match class.namespace().get_str(&name).as_ref().and_then(|found| found.downcast::<GetSet>()) {
            Some(found) => (found.getter, found.setter),
            None => (None, None),
        };
    match def.kind {
        DefKind::Setter => setter = Some(def),
        _ => getter = Some(def),
    }
    let value = new_exact(vm.heap, GetSet { owner: class.value(), getter, setter });
    set_entry(vm, class, def.name, value)
}

impl TypeRef {
    /// Stands for the class of a layout until the builtin classes are made; must not be looked at.
    pub fn placeholder() -> TypeRef {
        // SAFETY: the address is only ever overwritten, never followed.
        unsafe { TypeRef::from_object(NonNull::<Obj<Type>>::dangling().cast()) }
    }
}

/// The layout details of new instances of a class.
pub fn layout_info(vm: &Vm, class: TypeRef) -> &'static crate::object::LayoutInfo {
    info(vm.heap.layout(class.layout.get()))
}
