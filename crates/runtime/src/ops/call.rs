//! Calling any value from native code.

use crate::native::{DefKind, R};
use crate::object::class::TypeRef;
use crate::object::function::{Function, Method, Native};
use crate::object::ids;
use crate::object::weak::WeakReference;
use crate::value::Value;
use crate::vm::Vm;

/// Views values as argument slots.
#[inline(always)]
pub fn as_slots(values: &[Value]) -> &[Option<Value>] {
    // SAFETY: a Value is a transparent non-zero word, and so is Some(Value).
    unsafe { std::slice::from_raw_parts(values.as_ptr().cast(), values.len()) }
}

impl Vm {
    /// `callable(*arguments)`.
    pub fn call(&mut self, callable: &Value, arguments: &[Value]) -> R {
        self.call_slots(callable, as_slots(arguments), &[])
    }

    /// `callable(*arguments, **keywords)`.
    pub fn call_keywords(&mut self, callable: &Value, arguments: &[Value], keywords: &[(Value, Value)]) -> R {
        self.call_slots(callable, as_slots(arguments), keywords)
    }

    /// The same with the arguments as slots, all of them full.
    pub fn call_slots(
        &mut self,
        callable: &Value,
        arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R {
        match callable.payload_kind() {
            ids::FUNCTION if callable.downcast_exact::<Function>().is_some() => {
                crate::interp::call_function(self, callable, arguments, keywords)
            }
            ids::NATIVE => match callable.downcast::<Native>() {
                Some(native) => self.call_native(native, arguments, keywords),
                None => self.call_by_class(callable, arguments, keywords),
            },
            ids::METHOD => match callable.downcast::<Method>() {
                Some(method) => {
                    // A method may be bound to a method, and so on: their receivers come in front, the outermost last.
                    let mut function = method.function.clone();
                    let mut all = Vec::with_capacity(arguments.len() + 1);
                    all.push(Some(method.receiver.clone()));
                    while let Some(inner) = function.downcast::<Method>() {
                        all.push(Some(inner.receiver.clone()));
                        let next = inner.function.clone();
                        function = next;
                    }
                    all.reverse();
                    all.extend_from_slice(arguments);
                    self.call_slots(&function, &all, keywords)
                }
                None => self.call_by_class(callable, arguments, keywords),
            },
            ids::TYPE => match TypeRef::from_value(callable) {
                Some(class) => crate::types::type_object::call_class(self, class, arguments, keywords),
                None => self.call_by_class(callable, arguments, keywords),
            },
            ids::WEAK_REFERENCE if arguments.is_empty() && keywords.is_empty() => {
                match callable.downcast::<WeakReference>() {
                    Some(weak) if self.class_of(callable) == self.types.weak_reference => {
                        Ok(crate::types::weakref::target(weak).unwrap_or(Value::NONE))
                    }
                    _ => self.call_by_class(callable, arguments, keywords),
                }
            }
            _ => self.call_by_class(callable, arguments, keywords),
        }
    }

    /// Calls a native function, its receiver (if it is bound) in front.
    pub fn call_native(
        &mut self,
        native: &Native,
        arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R {
        let def = native.def;
        self.check_receiver(native, arguments)?;
        match &native.receiver {
            Some(receiver) if def.kind != DefKind::New && def.kind != DefKind::Function => {
                let all = prepend(receiver.clone(), arguments);
                if keywords.is_empty() {
                    def.call_positional(self, &all)
                } else {
                    def.call_bound_slow(self, &all, keywords)
                }
            }
            _ if keywords.is_empty() => def.call_positional(self, arguments),
            _ => def.call_bound_slow(self, arguments, keywords),
        }
    }

    /// What a native function wants to know of its first argument before it looks at the others.
    #[inline]
    pub fn check_receiver(&mut self, native: &Native, arguments: &[Option<Value>]) -> R<()> {
        match native.def.kind {
            DefKind::New => self.check_constructed(native, arguments),
            DefKind::Method if arguments.is_empty() && native.receiver.is_none() => {
                let name = native.def.name;
                let owner = native
                    .owner
                    .as_ref()
                    .and_then(TypeRef::from_value)
                    .map_or_else(String::new, TypeRef::name_of);
                let message = if name.starts_with("__") && name.ends_with("__") {
                    format!("descriptor '{name}' of '{owner}' object needs an argument")
                } else {
                    format!("unbound method {owner}.{name}() needs an argument")
                };
                Err(self.type_error(message))
            }
            _ => Ok(()),
        }
    }

    /// `base.__new__(class)` makes instances of classes that derive from the base, whose payload it knows.
    fn check_constructed(&mut self, native: &Native, arguments: &[Option<Value>]) -> R<()> {
        let Some(base) = native.receiver.as_ref().and_then(TypeRef::from_value) else { return Ok(()) };
        let class = arguments.first().and_then(Option::as_ref).and_then(TypeRef::from_value);
        if class.is_some_and(|class| class == base || class.is_subclass_of(base)) {
            return Ok(());
        }
        let name = base.name_text();
        let Some(Some(class)) = arguments.first() else {
            return Err(self.type_error(format!("{name}.__new__(): not enough arguments")));
        };
        match TypeRef::from_value(class) {
            Some(class) => {
                let class = class.name_text();
                Err(self.type_error(format!("{name}.__new__({class}): {class} is not a subtype of {name}")))
            }
            None => {
                let class = self.class_name(class);
                Err(self.type_error(format!("{name}.__new__(X): X is not a type object ({class})")))
            }
        }
    }

    fn call_by_class(
        &mut self,
        callable: &Value,
        arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R {
        let class = self.class_of(callable);
        let name = self.names.__call__.clone();
        let Some(method) = self.lookup(class, &name) else {
            return Err(self.type_error(format!("'{}' object is not callable", class.name_text())));
        };
        self.native_call(|vm| {
            if vm.is_method_like(&method) {
                let all = prepend(callable.clone(), arguments);
                return vm.call_slots(&method, &all, keywords);
            }
            let bound = vm.bind(&method, callable, class)?;
            vm.call_slots(&bound, arguments, keywords)
        })
    }

    /// Runs something that nests on the machine stack; RecursionError when that is used up.
    pub fn native_call<T>(&mut self, run: impl FnOnce(&mut Vm) -> R<T>) -> R<T> {
        if self.native_depth >= self.native_depth_limit {
            return Err(self.recursion_error("maximum recursion depth exceeded"));
        }
        self.native_depth += 1;
        let result = run(self);
        self.native_depth -= 1;
        result
    }

    /// Whether a class attribute, called with the instance in front, does what binding it and calling it does.
    #[inline]
    pub fn is_method_like(&self, function: &Value) -> bool {
        if function.downcast_exact::<Function>().is_some() {
            return true;
        }
        function
            .downcast::<Native>()
            .is_some_and(|native| native.def.kind == DefKind::Method && native.receiver.is_none())
    }

    /// Calls what a special-method lookup on `receiver`'s class found (a borrowed word).
    pub fn call_found(&mut self, found: u64, receiver: &Value, arguments: &[Value]) -> R {
        // SAFETY: the class holds what the lookup found; the clone keeps it through the call.
        let method = unsafe { Value::clone_bits(found) };
        if let Some(native) = method.downcast::<Native>()
            && native.def.kind == DefKind::Method
            && native.receiver.is_none()
        {
            let mut all: [Option<Value>; 4] = [const { None }; 4];
            all[0] = Some(receiver.clone());
            if arguments.len() <= 3 {
                for (slot, argument) in all[1..].iter_mut().zip(arguments) {
                    *slot = Some(argument.clone());
                }
                return native.def.call_positional(self, &all[..=arguments.len()]);
            }
        }
        if self.is_method_like(&method) {
            let all = prepend(receiver.clone(), as_slots(arguments));
            return self.call_slots(&method, &all, &[]);
        }
        let class = self.class_of(receiver);
        let bound = self.bind(&method, receiver, class)?;
        self.call(&bound, arguments)
    }

    /// Calls special method `name` of the receiver's class; `None` when the class has none.
    pub fn call_special(&mut self, receiver: &Value, name: &Value, arguments: &[Value]) -> Option<R> {
        let class = self.class_of(receiver);
        let found = self.lookup_bits(class, name);
        (found != 0).then(|| self.call_found(found, receiver, arguments))
    }

    /// `receiver.name(*arguments)`.
    pub fn call_method(&mut self, receiver: &Value, name: &Value, arguments: &[Value]) -> R {
        let method = self.get_attribute(receiver, name)?;
        self.call(&method, arguments)
    }

    /// `receiver.name(*arguments)`, the name as text.
    pub fn call_method_named(&mut self, receiver: &Value, name: &str, arguments: &[Value]) -> R {
        let name = self.intern(name)?;
        self.call_method(receiver, &name, arguments)
    }

    /// Whether calling the value makes sense.
    pub fn is_callable(&mut self, value: &Value) -> bool {
        let class = self.class_of(value);
        let name = self.names.__call__.clone();
        matches!(value.payload_kind(), ids::FUNCTION | ids::NATIVE | ids::METHOD | ids::TYPE)
            || self.lookup_bits(class, &name) != 0
    }
}

/// The arguments with one more in front.
pub fn prepend(first: Value, arguments: &[Option<Value>]) -> Vec<Option<Value>> {
    let mut all = Vec::with_capacity(arguments.len() + 1);
    all.push(Some(first));
    all.extend_from_slice(arguments);
    all
}
