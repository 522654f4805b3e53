//! The interpreter's state: one heap, one stack of registers, the modules, the types, and what is being raised.
//!
//! ```text
//! Vm ── heap (region)      Vm.stack: │ frame │ frame │ frame │ …     Vm.base: the running frame while native code runs
//! ```
//!
//! It knows where things are; what is done with them is told in `ops`, `interp`, `types` and `modules`.

use std::collections::HashMap;

use exuvia_heap::{Heap, HeapBox, LayoutId, PENDING_OVERDRAWN};
use num_bigint::BigInt;

use crate::names::Names;
use crate::native::{R, Raised};
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::string::{self, Str, hash_text};
use crate::object::table::{OutOfMemory, Table};
use crate::object::tuple::Tuple;
use crate::object::{self, Attributes, LayoutInfo, ids};
use crate::stack::Stack;
use crate::types::Types;
use crate::value::Value;

/// What the embedding program hands to the interpreter.
pub struct Config {
    /// Bytes that the heap may take; `usize::MAX` for no limit.
    pub budget_bytes: usize,
    /// Turns source text into code.
    pub compile: CompileFn,
    /// Folders in which modules are looked for.
    pub search_path: Vec<String>,
    /// The program's arguments, `sys.argv`.
    pub arguments: Vec<String>,
    /// Calls between native code and Python code that may be nested; limits the use of the machine stack.
    pub native_depth: u32,
    /// Every operation of the heap's allocator is checked, and it can be told to refuse memory. For tests.
    pub checked_allocator: bool,
}

/// What source is compiled as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompileMode {
    Exec,
    Eval,
    Single,
}

/// Why source does not compile. Lines and columns count from 1, columns in code points; 0: unknown.
#[derive(Clone, Debug)]
pub struct SyntaxProblem {
    /// "SyntaxError", "IndentationError", "TabError", "RecursionError" or "MemoryError".
    pub kind: &'static str,
    pub message: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
    pub text: Option<String>,
}

/// The compiler: source, file name, mode, whether names are looked up in a namespace of their own (`exec`), and the bytes that it may
/// take. It answers with memory that the calling thread has taken.
pub type CompileFn =
    fn(&str, &str, CompileMode, bool, usize) -> Result<exuvia_bytecode::CodeUnit, Box<SyntaxProblem>>;

/// Entry of the method cache: what `name` means on `class`.
#[derive(Clone, Copy, Default)]
struct CacheEntry {
    class: u64,
    name: u64,
    epoch: u32,
    found: u64,
}

const METHOD_CACHE: usize = 4096;

/// Bits of the heap's pending word that belong to the interpreter.
pub mod pending {
    /// Ctrl-C.
    pub const INTERRUPT: u32 = 1 << 8;
    /// The embedding program asked to stop.
    pub const STOP: u32 = 1 << 9;
    /// Layouts of dead classes are to be taken out of the heap.
    pub const RETIRED: u32 = 1 << 10;
}

/// The interpreter.
pub struct Vm {
    pub stack: Stack,
    /// The frame whose instruction called native code (null outside of frames), and that instruction's successor.
    pub base: *mut u64,
    pub pc: *mut u64,
    /// Changes whenever what a class offers changes.
    pub epoch: u32,
    pub depth: u32,
    pub depth_limit: u32,
    pub native_depth: u32,
    pub native_depth_limit: u32,
    /// The word that a frame entered from native code ended with; 0 when it raised.
    pub result: u64,
    /// What is being raised.
    pub exception: Slot,
    /// What is being handled (`sys.exc_info`).
    pub handled: Slot,
    pub types: Types,
    pub names: Names,
    /// The dict of module builtins.
    pub builtins: Value,
    /// `sys.modules`.
    pub modules: Value,
    /// Frame objects of running frames, by base address.
    pub frame_objects: HashMap<usize, Value>,
    pub repr_guard: Vec<u64>,
    /// `list.append`, which calls look for.
    pub list_append: *const crate::native::MethodDef,
    pub compile: CompileFn,
    pub config: RuntimeConfig,
    pub tracer: Option<Box<dyn crate::trace::Tracer>>,
    /// What the native modules keep.
    pub state: crate::modules::state::State,
    pub attributes: crate::interp::attribute_cache::AttributeCache,
    interned: Table<1>,
    intern_limit: usize,
    one_letter: Vec<Value>,
    empty_text: Value,
    empty_tuple: Value,
    cache: Box<[CacheEntry]>,
    pub heap: &'static Heap,
    /// Last: everything above lives in it.
    #[expect(dead_code, reason = "kept for its drop")]
    owner: Owner,
}

/// What `sys` shows of the configuration.
pub struct RuntimeConfig {
    pub search_path: Vec<String>,
    pub arguments: Vec<String>,
}

/// Why an interpreter could not be made.
#[derive(Debug)]
pub struct StartError(pub String);

impl std::fmt::Display for StartError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

impl Vm {
    /// A new interpreter with its own heap.
    ///
    /// # Errors
    /// When the system refuses the address space.
    pub fn new(config: Config) -> Result<Box<Vm>, StartError> {
        let heap_config =
            exuvia_heap::Config { budget_bytes: config.budget_bytes, debug: config.checked_allocator };
        let owner = HeapBox::new(heap_config)
            .map_err(|error| StartError(format!("cannot reserve the heap: {error:?}")))?;
        // SAFETY: the Vm owns the heap and drops it after everything else that refers to it.
        let heap: &'static Heap = unsafe { &*std::ptr::from_ref::<Heap>(&*owner) };
        heap.disable();
        heap.count_native_memory();
        let stack = Stack::new().map_err(|error| StartError(format!("cannot reserve the stack: {error}")))?;
        Self::register_layouts(heap);
        let interned = Table::default();
        let memory = |_: OutOfMemory| StartError("the budget is too small to start".to_owned());
        let names = Names::new(|text| intern_into(&interned, heap, text).expect("names fit the first arena"));
        let types = Types::bootstrap(heap, |text| intern_into(&interned, heap, text)).map_err(memory)?;
        let empty_text = intern_into(&interned, heap, "").map_err(memory)?;
        let one_letter = (0..128u8)
            .map(|letter| intern_into(&interned, heap, char::from(letter).encode_utf8(&mut [0; 4])))
            .collect::<Result<_, _>>()
            .map_err(memory)?;
        let mut vm = Box::new(Vm {
            stack,
            base: std::ptr::null_mut(),
            pc: std::ptr::null_mut(),
            epoch: 1,
            depth: 0,
            depth_limit: 1000,
            native_depth: 0,
            native_depth_limit: config.native_depth,
            result: 0,
            exception: Slot::default(),
            handled: Slot::default(),
            types,
            names,
            builtins: Dict::new_value(heap),
            modules: Dict::new_value(heap),
            frame_objects: HashMap::new(),
            repr_guard: Vec::new(),
            list_append: std::ptr::null(),
            compile: config.compile,
            config: RuntimeConfig { search_path: config.search_path, arguments: config.arguments },
            tracer: None,
            state: crate::modules::state::State::new(heap),
            attributes: Default::default(),
            interned,
            intern_limit: 1 << 14,
            one_letter,
            empty_text,
            empty_tuple: Tuple::new_value(heap, []).map_err(memory)?,
            cache: vec![CacheEntry::default(); METHOD_CACHE].into(),
            heap,
            owner: Owner(Some(owner)),
        });
        // A generator that waits inside of a `try` is closed before it goes; all others bear the flag that says they were.
        heap.layout(LayoutId::new(ids::GENERATOR)).finalizer.set(true);
        crate::types::install(&mut vm)
            .map_err(|_| StartError("the builtin types could not be made".to_owned()))?;
        vm.list_append = vm.native_method(vm.types.list, "append");
        crate::modules::install(&mut vm)
            .map_err(|_| StartError("the builtin modules could not be made".to_owned()))?;
        Ok(vm)
    }

    fn register_layouts(heap: &Heap) {
        let instance = exuvia_heap::Layout::of_shape(
            "object",
            exuvia_heap::Kind::Container,
            exuvia_heap::Shape::Slots { first: 8, count: 0 },
        );
        let mut add = |number: u32, layout: exuvia_heap::Layout| {
            let details = LayoutInfo {
                id: LayoutId::new(number),
                // The class is written by `Types::bootstrap`, before any object's class is asked for.
                class: TypeRef::placeholder(),
                kind: number,
                attributes: Attributes::None,
                fixed: 0,
                keys: Vec::new(),
                capacity: 0,
                transitions: Default::default(),
                dict_layout: Default::default(),
                previous: LayoutId::new(number),
            };
            layout.host.set(Box::into_raw(Box::new(details)) as usize);
            let id = heap.add_layout(layout).expect("the table has room for the builtin layouts");
            assert_eq!(id.index(), number as usize, "layouts are added in the order of their numbers");
        };
        add(ids::INSTANCE, instance);
        ids::register(&mut add);
    }

    // ----- text, lists, tuples, numbers -----

    /// The interned string with this text.
    pub fn intern(&mut self, text: &str) -> R {
        if self.interned.len() >= self.intern_limit {
            self.sweep_interned();
        }
        intern_into(&self.interned, self.heap, text).map_err(|_| self.memory_error())
    }

    /// The interned form of a string value; the value itself when it is no exact string.
    pub fn intern_value(&mut self, value: &Value) -> R {
        match value.downcast_exact::<Str>() {
            Some(text) if text.is_interned() => Ok(value.clone()),
            Some(text) => self.intern(text.as_str()),
            None => Ok(value.clone()),
        }
    }

    /// Drops interned strings that nobody else holds.
    fn sweep_interned(&mut self) {
        for entry in 0..self.interned.filled() {
            let only_ours = self.interned.key(entry).and_then(Value::object).is_some_and(|object| {
                // SAFETY: the table holds the string.
                unsafe { object.as_ref() }.count() == 1
            });
            if only_ours {
                drop(self.interned.remove(entry));
            }
        }
        self.intern_limit = (self.interned.len() * 2).max(1 << 14);
        // A new name may lie where one of those lay that went.
        self.classes_changed();
    }

    /// A string object.
    #[inline]
    pub fn text(&mut self, text: &str) -> R {
        match text.as_bytes() {
            [] => Ok(self.empty_text.clone()),
            [letter] => Ok(self.one_letter[usize::from(*letter)].clone()),
            _ => Str::new_value(self.heap, text).map_err(|_| self.memory_error()),
        }
    }

    /// A string object of one character.
    pub fn character(&mut self, character: char) -> R {
        self.text(character.encode_utf8(&mut [0; 4]))
    }

    /// A list object.
    pub fn list(&mut self, items: Vec<Value>) -> R {
        List::new_value(self.heap, items).map_err(|_| self.memory_error())
    }

    /// A tuple object.
    pub fn tuple(&mut self, items: Vec<Value>) -> R {
        if items.is_empty() {
            return Ok(self.empty_tuple.clone());
        }
        Tuple::new_value(self.heap, items).map_err(|_| self.memory_error())
    }

    /// The empty tuple.
    pub fn empty_tuple(&self) -> Value {
        self.empty_tuple.clone()
    }

    /// A bytes object.
    pub fn bytes(&mut self, data: &[u8]) -> R {
        crate::object::bytes::Bytes::new_value(self.heap, data).map_err(|_| self.memory_error())
    }

    /// An int. The room for a large one is checked against the budget.
    pub fn big_int(&mut self, int: BigInt) -> R {
        if int.bits() > 4096 {
            // The digits are there already.
            self.check_room(0)?;
        }
        Ok(Value::from_big(self.heap, int))
    }

    /// MemoryError when `bytes` more would break the budget.
    pub fn check_room(&mut self, bytes: usize) -> R<()> {
        // The system may have less than the budget allows.
        let system = |bytes| bytes <= LARGE_BYTES || Vec::<u8>::new().try_reserve_exact(bytes).is_ok();
        if self.heap.allocator().has_room(bytes) && system(bytes) { Ok(()) } else { Err(self.memory_error()) }
    }

    // ----- classes -----

    /// The class of a value.
    #[inline]
    pub fn class_of(&self, value: &Value) -> TypeRef {
        match value.object() {
            // SAFETY: the value owns a count, so the object is alive.
            Some(object) => unsafe { object::object_info(object) }.class,
            None => self.types.of_immediate(value),
        }
    }

    /// What `name` (interned) means on a class: the first entry along the method resolution order. Borrowed from the class.
    #[inline]
    pub fn lookup_bits(&mut self, class: TypeRef, name: &Value) -> u64 {
        let index = ((class.bits() >> 4) ^ (name.bits() >> 3) ^ (name.bits() >> 13)) as usize % METHOD_CACHE;
        let entry = self.cache[index];
        if entry.class == class.bits() && entry.name == name.bits() && entry.epoch == self.epoch {
            return entry.found;
        }
        let found = find_in_mro(class, name);
        let interned = name.downcast_exact::<Str>().is_some_and(Str::is_interned);
        if interned {
            self.cache[index] =
                CacheEntry { class: class.bits(), name: name.bits(), epoch: self.epoch, found };
        }
        found
    }

    /// The same as an owned value.
    #[inline]
    pub fn lookup(&mut self, class: TypeRef, name: &Value) -> Option<Value> {
        let bits = self.lookup_bits(class, name);
        // SAFETY: the class holds what the lookup found.
        (bits != 0).then(|| unsafe { Value::clone_bits(bits) })
    }

    /// Something a class offers has changed: inline caches and the method cache are stale.
    pub fn classes_changed(&mut self) {
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 {
            self.epoch = 1;
            self.cache.fill(CacheEntry::default());
            self.attributes.clear();
        }
    }

    /// Drops what the method cache knows of a name.
    pub fn forget_cached(&mut self, name: &Value) {
        for entry in self.cache.iter_mut().filter(|entry| entry.name == name.bits()) {
            *entry = CacheEntry::default();
        }
    }

    /// Whether a value is an instance of a class, by its real class alone.
    #[inline]
    pub fn is_exactly_or_derived(&self, value: &Value, class: TypeRef) -> bool {
        self.class_of(value).is_subclass_of(class)
    }

    /// The name of a value's class, for messages.
    pub fn class_name(&self, value: &Value) -> String {
        self.class_of(value).name_text()
    }

    /// The definition of a builtin class's native method; null if there is none.
    fn native_method(&mut self, class: TypeRef, name: &str) -> *const crate::native::MethodDef {
        let Ok(name) = self.intern(name) else { return std::ptr::null() };
        let found = class.namespace().get_str(&name);
        let native = found.as_ref().and_then(|found| found.downcast::<crate::object::function::Native>());
        native.map_or(std::ptr::null(), |native| std::ptr::from_ref(native.def))
    }

    /// The budget's end is an exception as any other: this makes it.
    #[cold]
    pub fn memory_error(&mut self) -> Raised {
        if self.heap.is_enabled() && self.heap.allocator().budget_bytes() != usize::MAX {
            // What the failed operation leaves behind, and all other garbage, goes at the next safe point.
            self.state.gc.exhausted = true;
            let pending = self.heap.pending();
            pending.set(pending.get() | PENDING_OVERDRAWN);
        }
        let class = self.types.memory_error;
        self.raise_class(class)
    }

    /// MemoryError when small objects have overdrawn the budget by more than the reserve: for native loops, which pass no safe point.
    #[cold]
    pub fn check_reserve(&mut self) -> R<()> {
        if self.overdrawn_bytes() > RESERVE_BYTES { Err(self.memory_error()) } else { Ok(()) }
    }

    /// Bytes in use beyond the budget, or beyond what was in use when MemoryError was last raised for it.
    pub fn overdrawn_bytes(&self) -> usize {
        let allocator = self.heap.allocator();
        allocator.used_bytes().saturating_sub(allocator.budget_bytes().max(self.state.gc.overdrawn_at))
    }
}

/// Bytes from which the system is asked before something is made outside of the heap.
const LARGE_BYTES: usize = 1 << 26;

/// Bytes by which native code may overdraw the budget with small objects.
pub const RESERVE_BYTES: usize = 512 << 10;

/// The heap's owner: the last thing that goes.
struct Owner(Option<HeapBox>);

impl Drop for Owner {
    fn drop(&mut self) {
        let Some(heap) = self.0.take() else { return };
        // Every root is gone by now: what is left holds only itself. Payloads that own memory outside of the region die here.
        heap.collect(2, &mut exuvia_heap::NoHost);
        for number in 0..heap.layout_count() {
            let host = heap.layout(LayoutId::new(number as u32)).host.replace(0);
            if host != 0 {
                // SAFETY: the host word is a box that `register_layouts` or `add_layout` made; nobody reads it again.
                drop(unsafe { Box::from_raw(host as *mut LayoutInfo) });
            }
        }
        // SAFETY: no handle into the heap is left.
        unsafe { heap.discard() };
    }
}

/// The name of a value's class without an interpreter, for messages in conversions.
pub fn class_name_of(value: &Value) -> String {
    match value.object() {
        // SAFETY: the value owns a count, so the object is alive.
        Some(object) => unsafe { object::object_info(object) }.class.name_text(),
        None => crate::types::immediate_name(value).to_owned(),
    }
}

fn find_in_mro(class: TypeRef, name: &Value) -> u64 {
    for item in class.mro_items() {
        let Some(class) = TypeRef::from_value(item) else { continue };
        let namespace = class.namespace();
        if let Some(value) = namespace.find_str(name).and_then(|entry| namespace.table.value(entry)) {
            return value.bits();
        }
    }
    0
}

fn intern_into(interned: &Table<1>, heap: &Heap, text: &str) -> Result<Value, OutOfMemory> {
    let hash = hash_text(text);
    let mut probe = interned.probe(hash);
    while let Some(entry) = interned.candidate(&mut probe) {
        let Some(key) = interned.key(entry) else { continue };
        if key.downcast::<Str>().is_some_and(|known| known.as_str() == text) {
            return Ok(key.clone());
        }
    }
    let value = Str::new_value(heap, text)?;
    if let Some(object) = value.object() {
        // SAFETY: the object was just made.
        unsafe { object.as_ref() }.set(string::INTERNED);
    }
    interned.insert_new(heap, hash, [value.clone()])?;
    Ok(value)
}
