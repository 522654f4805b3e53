//! Making a class: metaclass, method resolution order (C3), `__slots__`, hidden-class root, `__set_name__`, `__init_subclass__`.
//!
//! Source: the data model chapter of the language reference, "Metaclasses" and "Creating the class object"; C3: Barrett et al., 1996.

use std::cell::{Cell, RefCell};

use exuvia_bytecode::Op;

use crate::native::{DefKind, R};
use crate::object::cell::{CellObject, Slot};
use crate::object::class::{Constructor, Type, TypeRef, flags};
use crate::object::code::Code;
use crate::object::descriptors::{ClassMethod, GetSet, Member, StaticMethod};
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{ids, instance, new_exact, new_with_layout};
use crate::value::Value;
use crate::vm::Vm;

const METACLASS_CONFLICT: &str = "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases";

/// `type.__new__(metaclass, name, bases, namespace, **keywords)`.
pub fn new_class(
    vm: &mut Vm,
    metaclass: TypeRef,
    name: &Value,
    bases: &Value,
    namespace: &Dict,
    keywords: &[(Value, Value)],
) -> R {
    let mut base_values = bases.downcast::<Tuple>().map_or_else(Vec::new, |bases| bases.items().to_vec());
    if base_values.is_empty() {
        base_values.push(vm.types.object.value());
    }
    let mut base_types = Vec::new();
    for base in &base_values {
        let Some(class) = TypeRef::from_value(base) else {
            let other = vm.class_of(base);
            if !metaclass.is_subclass_of(other) && !other.is_subclass_of(metaclass) {
                return Err(vm.type_error(METACLASS_CONFLICT));
            }
            return Err(vm.type_error("bases must be types"));
        };
        if !class.has(flags::BASE_TYPE) {
            return Err(vm.type_error(format!("type '{}' is not an acceptable base type", class.name_text())));
        }
        base_types.push(class);
    }
    let metaclass = calculate_metaclass(vm, metaclass, &base_types)?;
    let best = best_base(vm, &base_types)?;
    let dict_value = vm.dict();
    let dict = dict_value.downcast::<Dict>().expect("a new dict");
    let mut position = 0;
    while let Some((key, value)) = namespace.next_entry(&mut position) {
        let key = vm.intern_value(&key)?;
        vm.dict_set(dict, key, value)?;
    }
    let slots = declared_slots(vm, dict, name)?;
    let bases_tuple = vm.tuple(base_values)?;
    let inherited = |flag| base_types.iter().any(|base| base.has(flag));
    let wants = |what: &str| {
        slots.as_ref().is_none_or(|slots| {
            slots.iter().any(|slot| slot.downcast::<Str>().is_some_and(|text| text.as_str() == what))
        })
    };
    let mut class_flags = flags::BASE_TYPE | flags::HEAP_TYPE;
    if inherited(flags::HAS_DICT) || wants("__dict__") {
        class_flags |= flags::HAS_DICT;
    }
    if inherited(flags::HAS_WEAKREF) || wants("__weakref__") {
        class_flags |= flags::HAS_WEAKREF;
    }
    let variable = matches!(best.kind, ids::INT | ids::TUPLE | ids::BYTES);
    let real_slots: Vec<Value> = slots
        .unwrap_or_default()
        .into_iter()
        .filter(|slot| {
            slot.downcast::<Str>().is_some_and(|text| !matches!(text.as_str(), "__dict__" | "__weakref__"))
        })
        .collect();
    if variable && !real_slots.is_empty() {
        return Err(
            vm.type_error(format!("nonempty __slots__ not supported for subtype of '{}'", best.name_text()))
        );
    }
    let fixed = best.fixed.get() + real_slots.len();
    let class_value = new_with_layout(
        vm.heap,
        metaclass.layout.get(),
        Type {
            name: Slot::new(Some(name.clone())),
            qualified_name: Slot::new(Some(name.clone())),
            base: Slot::new(Some(best.value())),
            bases: Slot::new(Some(bases_tuple)),
            mro: Slot::default(),
            dict: dict_value.clone(),
            kind: best.kind,
            flags: Cell::new(class_flags),
            layout: Cell::new(best.layout.get()),
            last_layout: Cell::new(exuvia_heap::LayoutId::new(best.kind)),
            fixed: Cell::new(fixed),
            slot_names: Slot::default(),
            subclasses: RefCell::default(),
            constructor_epoch: Cell::new(0),
            constructor: Cell::new(Constructor::General),
            subscripts_epoch: Cell::new(0),
            subscripts: Cell::new([0; 2]),
        },
    );
    let class = TypeRef::from_value(&class_value).expect("a new class");
    // The class may lie where a dead one lay, of which the caches still know.
    vm.classes_changed();
    add_instance_accessors(
        vm,
        dict,
        class_flags,
        inherited(flags::HAS_DICT),
        inherited(flags::HAS_WEAKREF),
        class,
    )?;
    let order = compute_mro(vm, class, metaclass, &base_types)?;
    class.mro.set(Some(order));
    add_slots(vm, class, best.fixed.get(), &real_slots)?;
    finish_namespace(vm, class, dict)?;
    refresh_flags(vm, class);
    let room = expected_attributes(class);
    match instance::root_layout(vm.heap, class, room) {
        Some(layout) => class.layout.set(layout),
        None => return Err(vm.memory_error()),
    }
    for base in &base_types {
        base.subclasses.borrow_mut().push(class.object());
    }
    if let Some(cell) = take_class_cell(vm, dict)
        && let Some(cell) = cell.downcast::<CellObject>()
    {
        cell.content.set(Some(class_value.clone()));
    }
    call_set_name(vm, &class_value, dict)?;
    call_init_subclass(vm, &class_value, class, keywords)?;
    Ok(class_value)
}

/// `__dict__` and `__weakref__`, where the class is the first to have them.
fn add_instance_accessors(
    vm: &mut Vm,
    dict: &Dict,
    class_flags: u32,
    has_dict: bool,
    has_weakref: bool,
    class: TypeRef,
) -> R<()> {
    let wanted = [
        (
            class_flags & flags::HAS_DICT != 0
                && !has_dict
                && class.kind != ids::TYPE
                && class.kind != ids::MODULE,
            "__dict__",
        ),
        (class_flags & flags::HAS_WEAKREF != 0 && !has_weakref, "__weakref__"),
    ];
    for (_, name) in wanted.iter().filter(|(wanted, _)| *wanted) {
        let named = |kind| {
            super::object::InstanceAccessors::DEFS.iter().find(|def| def.name == *name && def.kind == kind)
        };
        let (getter, setter) = (named(DefKind::Getter), named(DefKind::Setter));
        let accessor = new_exact(vm.heap, GetSet { owner: class.value(), getter, setter });
        vm.dict_set_named(dict, name, accessor)?;
    }
    Ok(())
}

/// The most derived of the metaclass asked for and those of the bases.
pub fn calculate_metaclass(vm: &mut Vm, wanted: TypeRef, bases: &[TypeRef]) -> R<TypeRef> {
    let mut winner = wanted;
    for base in bases {
        let candidate = vm.class_of(&base.value());
        if winner.is_subclass_of(candidate) {
            continue;
        }
        if candidate.is_subclass_of(winner) {
            winner = candidate;
            continue;
        }
        return Err(vm.type_error(METACLASS_CONFLICT));
    }
    Ok(winner)
}

/// The base whose instances' memory the new class extends.
pub fn best_base(vm: &mut Vm, bases: &[TypeRef]) -> R<TypeRef> {
    let solid = |class: TypeRef| (class.kind, class.fixed.get());
    let mut best = bases[0];
    for &base in &bases[1..] {
        let ((kind, fixed), (best_kind, best_fixed)) = (solid(base), solid(best));
        let extends = |upper: TypeRef, lower: TypeRef| {
            upper.is_subclass_of(lower) || solid(lower) == (ids::INSTANCE, 0)
        };
        if (kind, fixed) == (best_kind, best_fixed) && fixed == 0 {
            continue;
        }
        if extends(best, base) {
            continue;
        }
        if extends(base, best) {
            best = base;
            continue;
        }
        let same_layout = slots_owner(base) == slots_owner(best);
        if !same_layout {
            return Err(vm.type_error("multiple bases have instance lay-out conflict"));
        }
    }
    Ok(best)
}

/// The class along the base chain that last added to the instances' memory.
fn slots_owner(class: TypeRef) -> TypeRef {
    let mut current = class;
    while let Some(base) = current.base_type() {
        if base.kind != current.kind || base.fixed.get() != current.fixed.get() {
            return current;
        }
        current = base;
    }
    current
}

/// The C3 linearisation, or what the metaclass's `mro()` says.
pub fn compute_mro(vm: &mut Vm, class: TypeRef, metaclass: TypeRef, bases: &[TypeRef]) -> R {
    let name = vm.names.mro.clone();
    let custom = vm.lookup_bits(metaclass, &name);
    let standard = vm.lookup_bits(vm.types.type_type, &name);
    if custom != 0 && custom != standard {
        let order = vm.call_found(custom, &class.value(), &[])?;
        let items = vm.collect(&order)?;
        return vm.tuple(items);
    }
    let order = linearize(vm, class, bases)?;
    vm.tuple(order)
}

/// C3: the class, then the merge of its bases' orders and of the bases themselves.
pub fn linearize(vm: &mut Vm, class: TypeRef, bases: &[TypeRef]) -> R<Vec<Value>> {
    let mut sequences: Vec<Vec<Value>> = bases.iter().map(|base| base.mro_items().to_vec()).collect();
    sequences.push(bases.iter().map(|base| base.value()).collect());
    for (index, base) in bases.iter().enumerate() {
        if bases[..index].contains(base) {
            return Err(vm.type_error(format!("duplicate base class {}", base.name_text())));
        }
    }
    let mut order = vec![class.value()];
    loop {
        sequences.retain(|sequence| !sequence.is_empty());
        if sequences.is_empty() {
            return Ok(order);
        }
        let candidate = sequences.iter().map(|sequence| sequence[0].clone()).find(|candidate| {
            !sequences.iter().any(|sequence| sequence[1..].iter().any(|other| other.is(candidate)))
        });
        let Some(candidate) = candidate else {
            let mut names: Vec<String> = Vec::new();
            for sequence in &sequences {
                let name = TypeRef::from_value(&sequence[0]).map_or_else(String::new, TypeRef::name_of);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let message = format!(
                "Cannot create a consistent method resolution order (MRO) for bases {}",
                names.join(", ")
            );
            return Err(vm.type_error(message));
        };
        for sequence in &mut sequences {
            if sequence[0].is(&candidate) {
                sequence.remove(0);
            }
        }
        order.push(candidate);
    }
}

fn declared_slots(vm: &mut Vm, dict: &Dict, class_name: &Value) -> R<Option<Vec<Value>>> {
    let key = vm.names.__slots__.clone();
    let Some(declared) = dict.get_str(&key) else { return Ok(None) };
    let items = if declared.downcast::<Str>().is_some() { vec![declared] } else { vm.collect(&declared)? };
    let class_text = class_name.downcast::<Str>().map_or("", Str::as_str).to_owned();
    let mut slots = Vec::new();
    for item in items {
        let Some(text) = item.downcast::<Str>().map(|text| text.as_str().to_owned()) else {
            let class = vm.class_name(&item);
            return Err(vm.type_error(format!("__slots__ items must be strings, not '{class}'")));
        };
        if !is_identifier(&text) {
            return Err(vm.type_error("__slots__ must be identifiers"));
        }
        let mangled = mangle(&class_text, &text);
        let slot = vm.intern(&mangled)?;
        if dict.find_str(&slot).is_some() && !matches!(text.as_str(), "__dict__" | "__weakref__") {
            return Err(vm.value_error(format!("'{text}' in __slots__ conflicts with class variable")));
        }
        slots.push(slot);
    }
    Ok(Some(slots))
}

/// Private names (`__x`) are known by their class.
fn mangle(class: &str, name: &str) -> String {
    let stripped = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || stripped.is_empty() {
        name.to_owned()
    } else {
        format!("_{stripped}{name}")
    }
}

fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && characters.all(|character| character == '_' || character.is_alphanumeric())
}

fn add_slots(vm: &mut Vm, class: TypeRef, first: usize, slots: &[Value]) -> R<()> {
    let mut sorted = slots.to_vec();
    sorted.sort_by_key(|slot| slot.downcast::<Str>().map(|text| text.as_str().to_owned()));
    for (offset, name) in slots.iter().enumerate() {
        let member =
            new_exact(vm.heap, Member { owner: class.value(), name: name.clone(), index: first + offset });
        class.namespace().set_str(vm.heap, name, member).map_err(|_| vm.memory_error())?;
    }
    let names = vm.tuple(sorted)?;
    class.slot_names.set(Some(names));
    Ok(())
}

fn finish_namespace(vm: &mut Vm, class: TypeRef, dict: &Dict) -> R<()> {
    let names = [vm.names.__qualname__.clone(), vm.names.__doc__.clone(), vm.names.__module__.clone()];
    let [qualname, doc, module] = names;
    if let Some(qualified) = dict.remove_str(&qualname) {
        if qualified.downcast::<Str>().is_none() {
            let got = vm.class_name(&qualified);
            return Err(vm.type_error(format!("type __qualname__ must be a str, not {got}")));
        }
        class.qualified_name.set(Some(qualified));
    }
    if dict.find_str(&doc).is_none() {
        dict.set_str(vm.heap, &doc, Value::NONE).map_err(|_| vm.memory_error())?;
    }
    if dict.find_str(&module).is_none() {
        let name = vm.names.__name__.clone();
        if let Some(current) = crate::interp::frames::current_globals(vm)
            .and_then(|globals| globals.downcast::<Dict>()?.get_str(&name))
        {
            dict.set_str(vm.heap, &module, current).map_err(|_| vm.memory_error())?;
        }
    }
    // These are class methods and a static method whatever they were defined as.
    for name in [vm.names.__init_subclass__.clone(), vm.names.__class_getitem__.clone()] {
        if let Some(function) =
            dict.get_str(&name).filter(|found| found.downcast_exact::<Function>().is_some())
        {
            let wrapped = new_exact(
                vm.heap,
                ClassMethod { function: Slot::new(Some(function)), dict: Slot::default() },
            );
            dict.set_str(vm.heap, &name, wrapped).map_err(|_| vm.memory_error())?;
        }
    }
    let new = vm.names.__new__.clone();
    if let Some(function) = dict.get_str(&new).filter(|found| found.downcast_exact::<Function>().is_some()) {
        let wrapped =
            new_exact(vm.heap, StaticMethod { function: Slot::new(Some(function)), dict: Slot::default() });
        dict.set_str(vm.heap, &new, wrapped).map_err(|_| vm.memory_error())?;
    }
    let (eq, hash) = (vm.names.__eq__.clone(), vm.names.__hash__.clone());
    if dict.find_str(&eq).is_some() && dict.find_str(&hash).is_none() {
        dict.set_str(vm.heap, &hash, Value::NONE).map_err(|_| vm.memory_error())?;
    }
    Ok(())
}

/// Sets the flags that shorten attribute access, from what the class offers.
pub fn refresh_flags(vm: &mut Vm, class: TypeRef) {
    let (object, type_type) = (vm.types.object, vm.types.type_type);
    let base = if class.kind == ids::TYPE { type_type } else { object };
    let names = &vm.names;
    let special = [
        (names.__getattribute__.clone(), flags::GETATTRIBUTE),
        (names.__setattr__.clone(), flags::SETATTR),
        (names.__delattr__.clone(), flags::SETATTR),
    ];
    let (getattr, finalizer) = (names.__getattr__.clone(), names.__del__.clone());
    class.set_flag(flags::SETATTR, false);
    for (name, flag) in special {
        let (found, standard) = (vm.lookup_bits(class, &name), vm.lookup_bits(base, &name));
        let differs = found != standard && found != vm.lookup_bits(object, &name);
        if flag == flags::GETATTRIBUTE {
            class.set_flag(flag, differs);
        } else if differs {
            class.set_flag(flag, true);
        }
    }
    let has_getattr = vm.lookup_bits(class, &getattr) != 0;
    class.set_flag(flags::GETATTR, has_getattr);
    let has_finalizer = vm.lookup_bits(class, &finalizer) != 0;
    class.set_flag(flags::FINALIZER, has_finalizer);
}

/// How many attributes instances will probably have: the distinct `self.name = …` in the methods of the class and its bases.
fn expected_attributes(class: TypeRef) -> usize {
    let mut names: Vec<u64> = Vec::new();
    for item in class.mro_items() {
        let Some(class) = TypeRef::from_value(item) else { continue };
        let namespace = class.namespace();
        let mut position = 0;
        while let Some((_, value)) = namespace.next_entry(&mut position) {
            if let Some(function) = value.downcast_exact::<Function>() {
                stored_on_self(function.code(), &mut names);
            }
        }
    }
    names.len().max(1)
}

fn stored_on_self(code: &Code, names: &mut Vec<u64>) {
    let mut word = 0;
    while word < code.word_count() as u32 {
        let instruction = code.instruction(word);
        let Some(op) = instruction.op() else { return };
        if op == Op::StoreAttr && instruction.a() == 0 {
            let name = code.instruction(word + 1).0;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        word += op.length() as u32;
    }
}

fn take_class_cell(vm: &Vm, dict: &Dict) -> Option<Value> {
    dict.remove_str(&vm.names.__classcell__)
}

fn call_set_name(vm: &mut Vm, class: &Value, dict: &Dict) -> R<()> {
    let mut entries = Vec::new();
    let mut position = 0;
    while let Some(entry) = dict.next_entry(&mut position) {
        entries.push(entry);
    }
    let method = vm.names.__set_name__.clone();
    for (key, value) in entries {
        if value.object().is_none() || value.downcast_exact::<Function>().is_some() {
            continue;
        }
        if let Some(result) = vm.call_special(&value, &method, &[class.clone(), key.clone()])
            && let Err(raised) = result
        {
            let name = TypeRef::from_value(class).map_or_else(String::new, TypeRef::name_of);
            let attribute = key.downcast::<Str>().map_or("", Str::as_str).to_owned();
            let kind = vm.class_name(&value);
            let note = format!("Error calling __set_name__ on '{kind}' instance '{attribute}' in '{name}'");
            return Err(super::exceptions::add_note(vm, raised, &note));
        }
    }
    Ok(())
}

fn call_init_subclass(
    vm: &mut Vm,
    class_value: &Value,
    class: TypeRef,
    keywords: &[(Value, Value)],
) -> R<()> {
    let name = vm.names.__init_subclass__.clone();
    for item in class.mro_items().to_vec().iter().skip(1) {
        let Some(base) = TypeRef::from_value(item) else { continue };
        let namespace = base.namespace();
        let Some(found) = namespace.get_str(&name) else { continue };
        let metaclass = vm.class_of(class_value);
        let bound = if let Some(wrapped) = found.downcast::<ClassMethod>() {
            let function = wrapped.function.get().unwrap_or(Value::NONE);
            vm.bind(&function, class_value, metaclass)?
        } else {
            vm.bind(&found, class_value, class)?
        };
        vm.call_keywords(&bound, &[], keywords)?;
        return Ok(());
    }
    Ok(())
}

/// `__build_class__(function, name, *bases, metaclass=…, **keywords)`.
pub fn build_class(
    vm: &mut Vm,
    function: &Value,
    name: &Value,
    bases: Vec<Value>,
    keywords: &[(Value, Value)],
) -> R {
    let (resolved, changed) = resolve_bases(vm, &bases)?;
    let metaclass_name = vm.names.metaclass.clone();
    let mut rest = Vec::new();
    let mut metaclass = None;
    for (key, value) in keywords {
        if key.is(&metaclass_name) || key.downcast::<Str>().is_some_and(|text| text.as_str() == "metaclass") {
            metaclass = Some(value.clone());
        } else {
            rest.push((key.clone(), value.clone()));
        }
    }
    let mut metaclass = match metaclass {
        Some(metaclass) => metaclass,
        None => match resolved.first() {
            Some(base) => vm.class_of(base).value(),
            None => vm.types.type_type.value(),
        },
    };
    if let Some(wanted) = TypeRef::from_value(&metaclass) {
        let types: Vec<TypeRef> = resolved.iter().filter_map(TypeRef::from_value).collect();
        metaclass = calculate_metaclass(vm, wanted, &types)?.value();
    }
    let bases_value = vm.tuple(resolved)?;
    let prepare = vm.names.__prepare__.clone();
    let namespace = match vm.find_attribute(&metaclass, &prepare)? {
        Some(prepare) => vm.call_keywords(&prepare, &[name.clone(), bases_value.clone()], &rest)?,
        None => vm.dict(),
    };
    check_namespace(vm, &metaclass, &namespace)?;
    let cell = crate::interp::run_class_body(vm, function, &namespace)?;
    if changed {
        let original = vm.tuple(bases)?;
        let key = vm.intern("__orig_bases__")?;
        vm.set_item(&namespace, &key, original)?;
    }
    let class = vm.call_keywords(&metaclass, &[name.clone(), bases_value, namespace], &rest)?;
    if let Some(cell) = cell.downcast::<CellObject>()
        && class.downcast::<Type>().is_some()
        && cell.content.as_ref().is_none()
    {
        let text = name.downcast::<Str>().map_or("", Str::as_str).to_owned();
        let shown = vm.repr_text(&class)?;
        return Err(vm.runtime_error(format!(
            "__class__ not set defining '{text}' as {shown}. Was __classcell__ propagated to type.__new__?"
        )));
    }
    Ok(class)
}

/// What `__prepare__` returned must be a mapping.
fn check_namespace(vm: &mut Vm, metaclass: &Value, namespace: &Value) -> R<()> {
    let (class, name) = (vm.class_of(namespace), vm.names.__getitem__.clone());
    if vm.lookup_bits(class, &name) != 0 {
        return Ok(());
    }
    let metaclass = TypeRef::from_value(metaclass).map_or_else(|| "<metaclass>".to_owned(), TypeRef::name_of);
    Err(vm.type_error(format!("{metaclass}.__prepare__() must return a mapping, not {}", class.name_text())))
}

/// Bases that are no classes are asked what they stand for (`__mro_entries__`, PEP 560).
fn resolve_bases(vm: &mut Vm, bases: &[Value]) -> R<(Vec<Value>, bool)> {
    let mut resolved = Vec::new();
    let mut changed = false;
    for base in bases {
        if base.downcast::<Type>().is_some() {
            resolved.push(base.clone());
            continue;
        }
        let name = vm.names.__mro_entries__.clone();
        match vm.find_attribute(base, &name)? {
            Some(method) => {
                let all = vm.tuple(bases.to_vec())?;
                let entries = vm.call(&method, &[all])?;
                let Some(entries) = entries.downcast::<Tuple>() else {
                    return Err(vm.type_error("__mro_entries__ must return a tuple"));
                };
                resolved.extend(entries.items().iter().cloned());
                changed = true;
            }
            None => resolved.push(base.clone()),
        }
    }
    Ok((resolved, changed))
}
