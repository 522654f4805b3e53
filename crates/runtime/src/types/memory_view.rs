//! Methods of memoryview. Views have one dimension.
//!
//! ```text
//! view[i] ─► bytes of item i ─► unpack by format            view[i] = x ─► pack by format ─► the owner's bytes
//! ```

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::bytes_shared::Data;
use super::sequences::{receiver, search_bounds};
use crate::native::{R, Raised};
use crate::object::bytes::Bytes;
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::iterators::SequenceIterator;
use crate::object::memory_view::MemoryView;
use crate::object::slices::Slice;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{ids, new_exact, new_with_layout};
use crate::ops::slicing::slice_numbers;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `memoryview`.
pub struct MemoryViewMethods;

/// The documentation of `memoryview`.
pub const DOC: &str = "Create a new memoryview object which references the given object.";

#[exuvia_macros::builtin_methods]
impl MemoryViewMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("memoryview(cls, object)")]
    fn create(vm: &mut Vm, class: TypeRef, object: &Value) -> R {
        super::constructors::check(vm, class, ids::MEMORY_VIEW)?;
        let view = match object.downcast::<MemoryView>() {
            Some(view) => Some(whole(vm, view)?),
            None => MemoryView::of(object),
        };
        match view {
            Some(view) => Ok(new_with_layout(vm.heap, class.layout.get(), view)),
            None => {
                let class = vm.class_name(object);
                Err(vm.type_error(format!("memoryview: a bytes-like object is required, not '{class}'")))
            }
        }
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, this: &MemoryView) -> String {
        let released = if this.owner.as_ref().is_none() { "released " } else { "" };
        format!("<{released}memory at {:#x}>", super::object::id_of(&receiver(this)))
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(vm: &mut Vm, this: &MemoryView) -> R<usize> {
        check(vm, this)?;
        Ok(this.length)
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn getitem(vm: &mut Vm, this: &MemoryView, key: &Value) -> R {
        check(vm, this)?;
        if let Some(slice) = key.downcast_exact::<Slice>() {
            let part = part(vm, this, slice)?;
            return Ok(new_exact(vm.heap, part));
        }
        let index = position(vm, this, key)?;
        item(vm, this, index)
    }

    /// Set self[key] to value.
    #[sig("__setitem__(self, key, value, /)")]
    fn setitem(vm: &mut Vm, this: &MemoryView, key: &Value, value: &Value) -> R<()> {
        check(vm, this)?;
        check_writable(vm, this)?;
        if let Some(slice) = key.downcast_exact::<Slice>() {
            return assign_slice(vm, this, slice, value);
        }
        let index = position(vm, this, key)?;
        let packed = pack(vm, this.format, value)?;
        // Packing may have run code that released the view.
        check(vm, this)?;
        let (offset, width) = (this.offset(index), this.width);
        this.with_owner_mut(|data| {
            if let Some(place) = data.get_mut(offset..offset + width) {
                place.copy_from_slice(&packed[..width]);
            }
        });
        Ok(())
    }

    /// Delete self[key].
    #[sig("__delitem__(self, key, /)")]
    fn delitem(vm: &mut Vm, this: &MemoryView, _key: &Value) -> R<()> {
        check(vm, this)?;
        check_writable(vm, this)?;
        Err(vm.type_error("cannot delete memory"))
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &MemoryView) -> R {
        check(vm, this)?;
        let sequence = Slot::new(Some(receiver(this)));
        Ok(new_exact(vm.heap, SequenceIterator { sequence, index: 0.into() }))
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &MemoryView, value: &Value) -> R {
        equal(vm, this, value)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &MemoryView, value: &Value) -> R {
        let equal = equal(vm, this, value)?;
        Ok(equal.as_bool().map_or(equal, |equal| Value::from_bool(!equal)))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(vm: &mut Vm, this: &MemoryView) -> R<i64> {
        check(vm, this)?;
        if !this.readonly {
            return Err(vm.value_error("cannot hash writable memoryview object"));
        }
        if !matches!(this.format, b'B' | b'b' | b'c') {
            return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
        }
        let data = bytes_of(vm, this)?;
        vm.hash(&data)
    }

    /// The object that the view shows.
    #[getter("obj")]
    fn owner(vm: &mut Vm, this: &MemoryView) -> R<Option<Value>> {
        check(vm, this)?;
        Ok(this.owner.get())
    }

    /// Bytes of all items.
    #[getter("nbytes")]
    fn byte_count(vm: &mut Vm, this: &MemoryView) -> R<usize> {
        check(vm, this)?;
        Ok(this.length * this.width)
    }

    /// Bytes of one item.
    #[getter("itemsize")]
    fn itemsize(vm: &mut Vm, this: &MemoryView) -> R<usize> {
        check(vm, this)?;
        Ok(this.width)
    }

    /// The items' type, as in module struct.
    #[getter("format")]
    fn format(vm: &mut Vm, this: &MemoryView) -> R {
        check(vm, this)?;
        vm.character(char::from(this.format))
    }

    /// The number of dimensions.
    #[getter("ndim")]
    fn dimensions(vm: &mut Vm, this: &MemoryView) -> R<i64> {
        check(vm, this)?;
        Ok(1)
    }

    /// The number of items in each dimension.
    #[getter("shape")]
    fn shape(vm: &mut Vm, this: &MemoryView) -> R {
        check(vm, this)?;
        let length = Value::from_i64(vm.heap, this.length as i64);
        vm.tuple(vec![length])
    }

    /// Bytes from one item to the next, in each dimension.
    #[getter("strides")]
    fn strides(vm: &mut Vm, this: &MemoryView) -> R {
        check(vm, this)?;
        let stride = Value::from_i64(vm.heap, this.stride as i64);
        vm.tuple(vec![stride])
    }

    /// For views of pointers; always empty.
    #[getter("suboffsets")]
    fn suboffsets(vm: &mut Vm, this: &MemoryView) -> R {
        check(vm, this)?;
        Ok(vm.empty_tuple())
    }

    /// Whether the items cannot be changed.
    #[getter("readonly")]
    fn readonly(vm: &mut Vm, this: &MemoryView) -> R<bool> {
        check(vm, this)?;
        Ok(this.readonly)
    }

    /// Whether the items lie one after the other in C's order.
    #[getter("c_contiguous")]
    fn c_contiguous(vm: &mut Vm, this: &MemoryView) -> R<bool> {
        check(vm, this)?;
        Ok(this.is_contiguous())
    }

    /// Whether the items lie one after the other in Fortran's order.
    #[getter("f_contiguous")]
    fn f_contiguous(vm: &mut Vm, this: &MemoryView) -> R<bool> {
        check(vm, this)?;
        Ok(this.is_contiguous())
    }

    /// Whether the items lie one after the other.
    #[getter("contiguous")]
    fn contiguous(vm: &mut Vm, this: &MemoryView) -> R<bool> {
        check(vm, this)?;
        Ok(this.is_contiguous())
    }

    /// Return the data in the buffer as a byte string.
    #[sig("tobytes(self, /, order='C')")]
    fn tobytes(vm: &mut Vm, this: &MemoryView, order: Option<&Value>) -> R {
        check(vm, this)?;
        let known = |order: &Value| {
            order.downcast::<Str>().is_some_and(|order| matches!(order.as_str(), "C" | "F" | "A"))
        };
        if order.is_some_and(|order| !order.is_none() && !known(order)) {
            return Err(vm.value_error("order must be 'C', 'F' or 'A'"));
        }
        bytes_of(vm, this)
    }

    /// Return the data in the buffer as a list of elements.
    #[sig("tolist(self, /)")]
    fn tolist(vm: &mut Vm, this: &MemoryView) -> R<Vec<Value>> {
        check(vm, this)?;
        vm.check_room(this.length.saturating_mul(16))?;
        (0..this.length).map(|index| item(vm, this, index)).collect()
    }

    /// Return the data in the buffer as a str of hexadecimal numbers.
    #[sig("hex(self, /, *args, **kwargs)")]
    fn hex(vm: &mut Vm, this: &MemoryView, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        check(vm, this)?;
        let data = bytes_of(vm, this)?;
        let name = vm.intern("hex")?;
        let method = vm.get_attribute(&data, &name)?;
        vm.call_slots(&method, arguments, keywords)
    }

    /// Release the underlying buffer exposed by the memoryview object.
    #[sig("release(self, /)")]
    fn release(_vm: &mut Vm, this: &MemoryView) {
        this.release();
    }

    /// The view itself.
    #[sig("__enter__(self, /)")]
    fn enter(vm: &mut Vm, this: &MemoryView) -> R {
        check(vm, this)?;
        Ok(receiver(this))
    }

    /// Release the underlying buffer.
    #[sig("__exit__(self, /, *args)")]
    fn exit(_vm: &mut Vm, this: &MemoryView, _arguments: &[Option<Value>]) {
        this.release();
    }

    /// Return a readonly version of the memoryview.
    #[sig("toreadonly(self, /)")]
    fn toreadonly(vm: &mut Vm, this: &MemoryView) -> R {
        let mut view = whole(vm, this)?;
        view.readonly = true;
        Ok(new_exact(vm.heap, view))
    }

    /// Cast a memoryview to a new format.
    #[sig("cast(self, /, format, shape=None)")]
    fn cast(vm: &mut Vm, this: &MemoryView, format: &Value, shape: Option<&Value>) -> R {
        check(vm, this)?;
        let view = cast(vm, this, format)?;
        if let Some(shape) = shape.filter(|shape| !shape.is_none()) {
            let sizes = vm.collect(shape)?;
            if sizes.len() != 1 {
                let class = vm.types.not_implemented_error;
                return Err(
                    vm.raise_message(class, "memoryview: views with several dimensions are not supported")
                );
            }
            if vm.index_i64(&sizes[0])? != view.length as i64 {
                return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
            }
        }
        Ok(new_exact(vm.heap, view))
    }

    /// Return the index of the first occurrence of a value.
    ///
    /// Raises ValueError if the value is not present.
    #[sig("index(self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: &MemoryView,
        value: &Value,
        start: Option<&Value>,
        stop: Option<&Value>,
    ) -> R<usize> {
        check(vm, this)?;
        let (start, stop) = search_bounds(vm, start, stop, || this.length)?;
        for index in start..stop.min(this.length) {
            let item = item(vm, this, index)?;
            if vm.same_or_equal(&item, value)? {
                return Ok(index);
            }
        }
        Err(vm.value_error("memoryview.index(x): x not found"))
    }

    /// Count the number of occurrences of a value.
    #[sig("count(self, value, /)")]
    fn count(vm: &mut Vm, this: &MemoryView, value: &Value) -> R<usize> {
        check(vm, this)?;
        let mut count = 0;
        for index in 0..this.length {
            let item = item(vm, this, index)?;
            count += usize::from(vm.same_or_equal(&item, value)?);
        }
        Ok(count)
    }
}

fn check(vm: &mut Vm, view: &MemoryView) -> R<()> {
    if view.owner.as_ref().is_some() { Ok(()) } else { Err(released(vm)) }
}

#[cold]
fn released(vm: &mut Vm) -> Raised {
    vm.value_error("operation forbidden on released memoryview object")
}

fn check_writable(vm: &mut Vm, view: &MemoryView) -> R<()> {
    if view.readonly { Err(vm.type_error("cannot modify read-only memory")) } else { Ok(()) }
}

fn whole(vm: &mut Vm, view: &MemoryView) -> R<MemoryView> {
    view.derive(view.start, view.stride, view.length).ok_or_else(|| released(vm))
}

fn bytes_of(vm: &mut Vm, view: &MemoryView) -> R {
    vm.check_room(view.length.saturating_mul(view.width).saturating_mul(2))?;
    let heap = vm.heap;
    view.with(|data| Bytes::new_value(heap, data)).map_err(|_| vm.memory_error())
}

/// The item that a subscript means.
fn position(vm: &mut Vm, view: &MemoryView, key: &Value) -> R<usize> {
    let mut key = key.clone();
    if let Some(tuple) = key.clone().downcast::<Tuple>() {
        match tuple.items() {
            [only] => key = only.clone(),
            [] => {
                let class = vm.types.not_implemented_error;
                return Err(vm.raise_message(class, "sub-views are not implemented"));
            }
            items => {
                let count = items.len();
                return Err(
                    vm.type_error(format!("cannot index 1-dimension view with {count}-element tuple"))
                );
            }
        }
    }
    if !super::bytes_shared::is_index(vm, &key) {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    vm.checked_index(&key, view.length, "index out of bounds on dimension 1")
}

fn part(vm: &mut Vm, view: &MemoryView, slice: &Slice) -> R<MemoryView> {
    let (start, _, step, count) = slice_numbers(vm, slice)?.bounds(view.length);
    let first = if count == 0 { view.start } else { view.offset(start as usize) };
    view.derive(first, view.stride.saturating_mul(step as isize), count).ok_or_else(|| released(vm))
}

fn assign_slice(vm: &mut Vm, view: &MemoryView, slice: &Slice, value: &Value) -> R<()> {
    let target = part(vm, view, slice)?;
    let source = match value.downcast::<MemoryView>() {
        Some(other) => Some(whole(vm, other)?),
        None => MemoryView::of(value),
    };
    let Some(source) = source else {
        let class = vm.class_name(value);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")));
    };
    if source.format != target.format || source.length != target.length {
        let message = "memoryview assignment: lvalue and rvalue have different structures";
        return Err(vm.value_error(message));
    }
    vm.check_room(source.length.saturating_mul(source.width).saturating_mul(2))?;
    let data = source.with(<[u8]>::to_vec);
    target.with_owner_mut(|places| {
        for (index, item) in data.chunks_exact(target.width).enumerate() {
            let offset = target.offset(index);
            if let Some(place) = places.get_mut(offset..offset + target.width) {
                place.copy_from_slice(item);
            }
        }
    });
    Ok(())
}

fn equal(vm: &mut Vm, this: &MemoryView, value: &Value) -> R {
    let other = match value.downcast::<MemoryView>() {
        Some(other) if std::ptr::eq(other, this) && this.owner.as_ref().is_none() => return Ok(Value::TRUE),
        Some(other) => other.derive(other.start, other.stride, other.length),
        None => match MemoryView::of(value) {
            Some(other) => Some(other),
            None => return Ok(Value::NOT_IMPLEMENTED),
        },
    };
    let Some(other) = other.filter(|_| this.owner.as_ref().is_some()) else { return Ok(Value::FALSE) };
    if this.length != other.length {
        return Ok(Value::FALSE);
    }
    if this.format == other.format && !matches!(this.format, b'f' | b'd' | b'?') {
        return Ok(Value::from_bool(this.with(|a| other.with(|b| a == b))));
    }
    for index in 0..this.length {
        let (a, b) = (item(vm, this, index)?, item(vm, &other, index)?);
        if !vm.compare_truth(crate::ops::CompareOp::Equal, &a, &b)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

/// Bytes of an item of a format; nothing for formats that are not known.
fn width_of(format: u8) -> Option<usize> {
    Some(match format {
        b'c' | b'b' | b'B' | b'?' => 1,
        b'h' | b'H' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' | b'P' => 8,
        _ => return None,
    })
}

fn cast(vm: &mut Vm, view: &MemoryView, format: &Value) -> R<MemoryView> {
    let Some(text) = format.downcast::<Str>() else {
        let class = vm.class_name(format);
        return Err(vm.type_error(format!("cast() argument 'format' must be str, not {class}")));
    };
    if !view.is_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let text = text.as_str().strip_prefix('@').unwrap_or(text.as_str());
    let letter = match text.as_bytes() {
        [letter] => width_of(*letter).map(|width| (*letter, width)),
        _ => None,
    };
    let Some((letter, width)) = letter else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let is_bytes = |format: u8| matches!(format, b'B' | b'b' | b'c');
    if !is_bytes(view.format) && !is_bytes(letter) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let bytes = view.length * view.width;
    if !bytes.is_multiple_of(width) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let mut cast = view.derive(view.start, width as isize, bytes / width).ok_or_else(|| released(vm))?;
    cast.width = width;
    cast.format = letter;
    Ok(cast)
}

/// The item at an index below the length.
fn item(vm: &mut Vm, view: &MemoryView, index: usize) -> R {
    let offset = view.offset(index);
    let mut bytes = [0u8; 8];
    let found = view.with_owner(|data| {
        let item = data.get(offset..offset + view.width)?;
        bytes.get_mut(..view.width)?.copy_from_slice(item);
        Some(())
    });
    if found.is_none() {
        return Err(released(vm));
    }
    let [a, b, c, d, ..] = bytes;
    let long = i64::from_ne_bytes(bytes);
    let number = match view.format {
        b'B' => i64::from(a),
        b'b' => i64::from(a as i8),
        b'h' => i64::from(i16::from_ne_bytes([a, b])),
        b'H' => i64::from(u16::from_ne_bytes([a, b])),
        b'i' => i64::from(i32::from_ne_bytes([a, b, c, d])),
        b'I' => i64::from(u32::from_ne_bytes([a, b, c, d])),
        b'l' | b'q' | b'n' => long,
        b'L' | b'Q' | b'N' | b'P' => return vm.big_int(BigInt::from(long as u64)),
        b'f' => return Ok(Value::from_float(f32::from_ne_bytes([a, b, c, d]).into())),
        b'd' => return Ok(Value::from_float(f64::from_ne_bytes(bytes))),
        b'?' => return Ok(Value::from_bool(a != 0)),
        b'c' => return vm.bytes(&[a]),
        other => return Err(unsupported(vm, other)),
    };
    Ok(Value::from_i64(vm.heap, number))
}

#[cold]
fn unsupported(vm: &mut Vm, format: u8) -> Raised {
    let class = vm.types.not_implemented_error;
    vm.raise_message(class, &format!("memoryview: format {} not supported", char::from(format)))
}

/// A value as the bytes of an item.
fn pack(vm: &mut Vm, format: u8, value: &Value) -> R<[u8; 8]> {
    let mut packed = [0u8; 8];
    match format {
        b'?' => packed[0] = vm.truth(value)?.into(),
        b'c' => match value.downcast::<Bytes>().map(Bytes::as_slice) {
            Some([byte]) => packed[0] = *byte,
            Some(_) => return Err(invalid(vm, "value", format)),
            None => return Err(invalid(vm, "type", format)),
        },
        b'f' | b'd' => {
            let float = vm.to_float(value);
            let class = vm.types.type_error;
            let Some(float) = vm.except(float, class)? else { return Err(invalid(vm, "type", format)) };
            match format {
                b'f' => packed[..4].copy_from_slice(&(float as f32).to_ne_bytes()),
                _ => packed = float.to_ne_bytes(),
            }
        }
        _ => {
            let index = vm.index_big(value);
            let class = vm.types.type_error;
            let Some(big) = vm.except(index, class)? else { return Err(invalid(vm, "type", format)) };
            let Some(width) = width_of(format) else { return Err(unsupported(vm, format)) };
            let bits = 8 * width as u32;
            let signed = matches!(format, b'b' | b'h' | b'i' | b'l' | b'q' | b'n');
            let range = if signed { -(1i128 << (bits - 1))..1i128 << (bits - 1) } else { 0..1i128 << bits };
            let Some(number) = big.to_i128().filter(|number| range.contains(number)) else {
                return Err(invalid(vm, "value", format));
            };
            match width {
                1 => packed[0] = number as u8,
                2 => packed[..2].copy_from_slice(&(number as u16).to_ne_bytes()),
                4 => packed[..4].copy_from_slice(&(number as u32).to_ne_bytes()),
                _ => packed = (number as u64).to_ne_bytes(),
            }
        }
    }
    Ok(packed)
}

#[cold]
fn invalid(vm: &mut Vm, what: &str, format: u8) -> Raised {
    let message = format!("memoryview: invalid {what} for format '{}'", char::from(format));
    if what == "type" { vm.type_error(message) } else { vm.value_error(message) }
}

/// Whether a value is a view that is not released: those are bytes-like.
pub fn live_view(value: &Value) -> Option<&MemoryView> {
    value.downcast::<MemoryView>().filter(|view| view.owner.as_ref().is_some())
}

impl<'a> Data<'a> {
    /// The bytes-like object behind a value, views included.
    pub fn of_view(value: &'a Value) -> Option<Data<'a>> {
        live_view(value).map(Data::View)
    }
}
