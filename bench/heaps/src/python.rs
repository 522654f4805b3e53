//! CPython, used from compiled code: what an extension module would do, with no interpreter time.
//!
//! ```text
//! program ──starts──▶ python3.14 -c …  ──ctypes──▶ exuvia_bench_python (this file, in the cdylib)
//!                                                     │ dlsym: PyType_GenericAlloc, PyGC_Collect, …
//!                                                     ▼
//!                                                  workloads, allocators
//! ```
//!
//! The types are made by `PyType_FromSpec` with traverse, clear and dealloc functions of their own, as the
//! documentation of extension types asks for. Counting is inlined, with 3.14's layout of an object's head; the
//! program asks for the version before.

use crate::allocators::{self, Blocks};
use crate::measure::Sizes;
use crate::peer::Peer;
use crate::workloads;
use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::ptr::{NonNull, null_mut};
use std::sync::OnceLock;

type Visit = unsafe extern "C" fn(*mut Head, *mut c_void) -> c_int;

macro_rules! interface {
    ($($field:ident = $name:literal: fn($($argument:ty),*) $(-> $result:ty)?;)*) => {
        /// The functions of CPython that are used.
        struct Interface {
            $($field: unsafe extern "C" fn($($argument),*) $(-> $result)?,)*
        }

        impl Interface {
            /// Finds them in this process.
            fn find() -> Result<Interface, &'static CStr> {
                Ok(Interface {
                    $($field: {
                        // SAFETY: the name is a C string; the default handle searches the whole process.
                        let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, $name.as_ptr()) };
                        if address.is_null() {
                            return Err($name);
                        }
                        // SAFETY: the documented signature of the function of this name.
                        unsafe {
                            std::mem::transmute::<
                                *mut c_void,
                                unsafe extern "C" fn($($argument),*) $(-> $result)?,
                            >(address)
                        }
                    },)*
                })
            }
        }
    };
}

interface! {
    type_from_spec = c"PyType_FromSpec": fn(*mut Spec) -> *mut Head;
    allocate = c"PyType_GenericAlloc": fn(*mut Head, isize) -> *mut Head;
    deallocate = c"_Py_Dealloc": fn(*mut Head);
    untrack = c"PyObject_GC_UnTrack": fn(*mut c_void);
    delete = c"PyObject_GC_Del": fn(*mut c_void);
    object_malloc = c"PyObject_Malloc": fn(usize) -> *mut c_void;
    object_free = c"PyObject_Free": fn(*mut c_void);
    collect = c"PyGC_Collect": fn() -> isize;
    enable = c"PyGC_Enable": fn() -> c_int;
    disable = c"PyGC_Disable": fn() -> c_int;
    is_enabled = c"PyGC_IsEnabled": fn() -> c_int;
    check_signals = c"PyErr_CheckSignals": fn() -> c_int;
}

static INTERFACE: OnceLock<Interface> = OnceLock::new();

#[inline(always)]
fn interface() -> &'static Interface {
    INTERFACE.get().expect("found before anything runs")
}

/// The head of an object in CPython 3.14.
#[repr(C)]
struct Head {
    count: Cell<u32>,
    overflow: u16,
    flags: u16,
    class: *mut Head,
}

/// Counts from here on belong to immortal objects.
const IMMORTAL: u32 = 3 << 30;

#[inline(always)]
unsafe fn incref(object: *mut Head) {
    // SAFETY: the caller holds the object.
    let count = unsafe { &(*object).count };
    if count.get() < IMMORTAL {
        count.set(count.get() + 1);
    }
}

#[inline(always)]
unsafe fn decref(object: *mut Head) {
    // SAFETY: the caller owns a count.
    let count = unsafe { &(*object).count };
    if (count.get() as i32) < 0 {
        return;
    }
    count.set(count.get() - 1);
    if count.get() == 0 {
        // SAFETY: that was the last count.
        unsafe { (interface().deallocate)(object) };
    }
}

#[repr(C)]
struct Slot {
    id: c_int,
    function: *mut c_void,
}

#[repr(C)]
struct Spec {
    name: *const c_char,
    basic_bytes: c_int,
    item_bytes: c_int,
    flags: c_uint,
    slots: *mut Slot,
}

/// Takes part in garbage collection, `Py_TPFLAGS_HAVE_GC`.
const HAVE_GC: c_uint = 1 << 14;
/// Numbers of the stable ABI's `typeslots.h`.
const TP_CLEAR: c_int = 51;
const TP_DEALLOC: c_int = 52;
const TP_TRAVERSE: c_int = 71;

/// An object with so many references.
#[repr(C)]
struct Container<const FIELDS: usize> {
    head: Head,
    fields: [Cell<*mut Head>; FIELDS],
}

unsafe extern "C" fn traverse<const FIELDS: usize>(
    object: *mut Container<FIELDS>,
    visit: Visit,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: called for live objects of a type with this function.
    let object = unsafe { &*object };
    for field in object.fields.iter().map(Cell::get).chain([object.head.class]) {
        if !field.is_null() {
            // SAFETY: a reference that this object owns.
            let result = unsafe { visit(field, argument) };
            if result != 0 {
                return result;
            }
        }
    }
    0
}

unsafe extern "C" fn clear<const FIELDS: usize>(object: *mut Container<FIELDS>) -> c_int {
    for index in 0..FIELDS {
        // SAFETY: called for live objects of a type with this function.
        let field = unsafe { (*object).fields[index].replace(null_mut()) };
        if !field.is_null() {
            // SAFETY: the field owned it.
            unsafe { decref(field) };
        }
    }
    0
}

unsafe extern "C" fn dealloc_container<const FIELDS: usize>(object: *mut Container<FIELDS>) {
    // SAFETY: called once for an object without counts.
    unsafe { (interface().untrack)(object.cast()) };
    // SAFETY: the object is still there.
    unsafe { clear(object) };
    // SAFETY: the object is still there.
    let class = unsafe { (*object).head.class };
    // SAFETY: nobody has it any more.
    unsafe { (interface().delete)(object.cast()) };
    // SAFETY: objects of heap types own a count of their type.
    unsafe { decref(class) };
}

unsafe extern "C" fn dealloc_leaf(object: *mut Head) {
    // SAFETY: called once for an object without counts.
    let class = unsafe { (*object).class };
    // SAFETY: nobody has it any more.
    unsafe { (interface().object_free)(object.cast()) };
    // SAFETY: objects of heap types own a count of their type.
    unsafe { decref(class) };
}

/// Makes a type.
fn class(name: &CStr, bytes: usize, flags: c_uint, slots: &[(c_int, *mut c_void)]) -> *mut Head {
    let mut slots: Vec<Slot> = slots.iter().map(|&(id, function)| Slot { id, function }).collect();
    slots.push(Slot { id: 0, function: null_mut() });
    let mut spec = Spec {
        name: name.as_ptr(),
        basic_bytes: bytes as c_int,
        item_bytes: 0,
        flags,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the spec is complete, and CPython copies what it keeps.
    let class = unsafe { (interface().type_from_spec)(&raw mut spec) };
    assert!(!class.is_null(), "CPython did not make the type");
    class
}

fn container_class<const FIELDS: usize>(name: &CStr) -> *mut Head {
    let slots = [
        (TP_TRAVERSE, traverse::<FIELDS> as *mut c_void),
        (TP_CLEAR, clear::<FIELDS> as *mut c_void),
        (TP_DEALLOC, dealloc_container::<FIELDS> as *mut c_void),
    ];
    class(name, size_of::<Container<FIELDS>>(), HAVE_GC, &slots)
}

/// An owned reference.
struct Owned(NonNull<Head>);

impl Owned {
    #[inline(always)]
    fn into_raw(self) -> *mut Head {
        let object = self.0.as_ptr();
        std::mem::forget(self);
        object
    }
}

impl Clone for Owned {
    #[inline(always)]
    fn clone(&self) -> Owned {
        // SAFETY: held.
        unsafe { incref(self.0.as_ptr()) };
        Owned(self.0)
    }
}

impl Drop for Owned {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: owned.
        unsafe { decref(self.0.as_ptr()) };
    }
}

#[repr(C)]
struct Leaf {
    head: Head,
    words: [u64; 2],
}

/// CPython as a heap.
struct Python {
    leaf: *mut Head,
    tree: *mut Head,
    node: *mut Head,
    /// Steps until CPython is asked whether a collection is scheduled.
    until_check: Cell<u32>,
}

impl Python {
    /// How many steps pass between two questions; the young generation's threshold is far above.
    const CHECK: u32 = 64;

    fn new() -> Python {
        Python {
            leaf: class(c"bench.Leaf", size_of::<Leaf>(), 0, &[(TP_DEALLOC, dealloc_leaf as *mut c_void)]),
            tree: container_class::<2>(c"bench.Tree"),
            node: container_class::<3>(c"bench.Node"),
            until_check: Cell::new(Python::CHECK),
        }
    }

    #[inline(always)]
    fn make(&self, class: *mut Head) -> Owned {
        // SAFETY: the class is a type without items.
        let object = unsafe { (interface().allocate)(class, 0) };
        Owned(NonNull::new(object).expect("memory"))
    }

    /// Puts a reference into an empty field.
    #[inline(always)]
    fn put<const FIELDS: usize>(object: &Owned, field: usize, to: Owned) {
        // SAFETY: the callers pass objects with so many fields.
        let container = unsafe { object.0.cast::<Container<FIELDS>>().as_ref() };
        container.fields[field].set(to.into_raw());
    }
}

impl Peer for Python {
    type Leaf = Owned;
    type Tree = Owned;
    type Node = Owned;

    #[inline(always)]
    fn leaf(&self, first: u64, second: u64) -> Owned {
        let leaf = self.make(self.leaf);
        // SAFETY: fresh, and of this layout.
        unsafe { (*leaf.0.cast::<Leaf>().as_ptr()).words = [first, second] };
        leaf
    }

    #[inline(always)]
    fn tree(&self, left: Option<Owned>, right: Option<Owned>) -> Owned {
        let tree = self.make(self.tree);
        for (field, child) in [left, right].into_iter().enumerate() {
            if let Some(child) = child {
                Python::put::<2>(&tree, field, child);
            }
        }
        tree
    }

    #[inline(always)]
    fn node(&self) -> Owned {
        self.make(self.node)
    }

    #[inline(always)]
    fn link(&self, from: &Owned, field: usize, to: Owned) {
        Python::put::<3>(from, field, to);
    }

    fn collect(&self) -> bool {
        // A collector that is switched off ignores an explicit call from C.
        // SAFETY: the calling thread holds the interpreter's lock.
        let enabled = unsafe { (interface().is_enabled)() } != 0;
        self.automatic(true);
        // SAFETY: the calling thread holds the interpreter's lock.
        unsafe { (interface().collect)() };
        self.automatic(enabled)
    }

    fn automatic(&self, on: bool) -> bool {
        let switch = if on { interface().enable } else { interface().disable };
        // SAFETY: the calling thread holds the interpreter's lock.
        unsafe { switch() };
        true
    }

    /// Native code that runs for long calls `PyErr_CheckSignals`, where scheduled collections run.
    #[inline(always)]
    fn due(&self) {
        let left = self.until_check.get() - 1;
        self.until_check.set(left);
        if left == 0 {
            self.until_check.set(Python::CHECK);
            // SAFETY: the calling thread holds the interpreter's lock.
            unsafe { (interface().check_signals)() };
        }
    }
}

/// CPython's allocator of objects.
struct ObjectAllocator;

impl Blocks for ObjectAllocator {
    #[inline(always)]
    fn allocate(&self, bytes: usize) -> NonNull<u8> {
        // SAFETY: the calling thread holds the interpreter's lock.
        let block = unsafe { (interface().object_malloc)(bytes) };
        NonNull::new(block.cast()).expect("memory")
    }

    #[inline(always)]
    unsafe fn free(&self, block: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { (interface().object_free)(block.as_ptr().cast()) };
    }
}

/// Prints the figures of a workload; called in a CPython 3.14 with its lock held. Nothing it made is freed:
/// the process ends next.
///
/// # Safety
/// Both arguments are C strings, and the process is a CPython 3.14 that counts without atomics.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn exuvia_bench_python(workload: *const c_char, sizes: *const c_char) -> c_int {
    match Interface::find() {
        Ok(found) => drop(INTERFACE.set(found)),
        Err(missing) => {
            eprintln!("this Python does not export {}", missing.to_string_lossy());
            return 1;
        }
    }
    // SAFETY: the caller's promise.
    let workload = unsafe { CStr::from_ptr(workload) }.to_string_lossy();
    // SAFETY: the caller's promise.
    let sizes = unsafe { CStr::from_ptr(sizes) }.to_string_lossy();
    let sizes = Sizes::named(&sizes);
    let figures = if allocators::NAMES.contains(&&*workload) {
        allocators::run(&ObjectAllocator, &workload, &sizes)
    } else {
        workloads::run(&Python::new(), &workload, &sizes)
    };
    print_figures(&figures);
    0
}

/// The line that the program reads from a child process.
pub fn print_figures(figures: &[f64]) {
    let figures: Vec<String> = figures.iter().map(f64::to_string).collect();
    println!("figures {}", figures.join(" "));
}
