//! Making and raising exceptions from native code.

use crate::native::{R, Raised};
use crate::object::class::TypeRef;
use crate::object::exception::Exception;
use crate::object::list::List;
use crate::object::new_with_layout;
use crate::value::Value;
use crate::vm::Vm;

macro_rules! raisers {
    ($($method:ident: $class:ident;)*) => {
        impl Vm {
            $(
                #[doc = concat!("Raises the builtin exception `", stringify!($class), "` with a message.")]
                #[cold]
                pub fn $method(&mut self, message: impl AsRef<str>) -> Raised {
                    let class = self.types.$class;
                    self.raise_message(class, message.as_ref())
                }
            )*
        }
    };
}

raisers! {
    type_error: type_error;
    value_error: value_error;
    index_error: index_error;
    overflow_error: overflow_error;
    runtime_error: runtime_error;
    zero_division_error: zero_division_error;
    system_error: system_error;
    recursion_error: recursion_error;
    reference_error: reference_error;
    buffer_error: buffer_error;
    eof_error: eof_error;
}

impl Vm {
    /// A new exception of a builtin class (or one derived from it without a constructor of its own).
    pub fn new_exception(&mut self, class: TypeRef, arguments: Vec<Value>) -> R {
        let args = self.tuple(arguments)?;
        Ok(new_with_layout(self.heap, class.layout.get(), Exception::new(args)))
    }

    /// Raises `class(message)`.
    #[cold]
    pub fn raise_message(&mut self, class: TypeRef, message: &str) -> Raised {
        match self.text(message) {
            Ok(text) => self.raise_with(class, vec![text]),
            Err(raised) => raised,
        }
    }

    /// Raises `class()`.
    #[cold]
    pub fn raise_class(&mut self, class: TypeRef) -> Raised {
        self.raise_with(class, Vec::new())
    }

    /// Raises `class(*arguments)` for a builtin class.
    #[cold]
    pub fn raise_with(&mut self, class: TypeRef, arguments: Vec<Value>) -> Raised {
        match self.new_exception(class, arguments) {
            Ok(exception) => self.raise(exception),
            Err(raised) => raised,
        }
    }

    /// Raises an exception object; what is being handled becomes its context.
    #[cold]
    pub fn raise(&mut self, exception: Value) -> Raised {
        crate::types::exceptions::chain_context(self, &exception);
        self.reraise(exception)
    }

    /// Raises an exception object as it is.
    #[cold]
    pub fn reraise(&mut self, exception: Value) -> Raised {
        self.exception.set(Some(exception));
        Raised(())
    }

    /// Takes what is being raised, to handle it.
    pub fn caught(&mut self, _raised: Raised) -> Value {
        self.exception.replace(None).unwrap_or(Value::NONE)
    }

    /// Whether what is being raised is an instance of a class.
    pub fn is_raising(&self, class: TypeRef) -> bool {
        self.exception.as_ref().is_some_and(|exception| self.is_exactly_or_derived(exception, class))
    }

    /// `Ok(None)` instead of an exception of this class.
    pub fn except<T>(&mut self, result: R<T>, class: TypeRef) -> R<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(_) if self.is_raising(class) => {
                self.exception.set(None);
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// Raises `KeyError(key)`.
    #[cold]
    pub fn key_error(&mut self, key: &Value) -> Raised {
        let class = self.types.key_error;
        self.raise_with(class, vec![key.clone()])
    }

    /// Raises `StopIteration(value)`.
    #[cold]
    pub fn stop_iteration(&mut self, value: Value) -> Raised {
        let class = self.types.stop_iteration;
        let none = value.is_none();
        let arguments = if none { Vec::new() } else { vec![value.clone()] };
        match self.new_exception(class, arguments) {
            Ok(exception) => {
                self.set_fields(&exception, vec![Some(value)]);
                self.raise(exception)
            }
            Err(raised) => raised,
        }
    }

    /// Raises AttributeError for a missing attribute, with its `name` and `obj`.
    #[cold]
    pub fn attribute_error(&mut self, object: &Value, name: &Value, message: &str) -> Raised {
        let class = self.types.attribute_error;
        let text = match self.text(message) {
            Ok(text) => text,
            Err(raised) => return raised,
        };
        match self.new_exception(class, vec![text]) {
            Ok(exception) => {
                self.set_fields(&exception, vec![Some(name.clone()), Some(object.clone())]);
                self.raise(exception)
            }
            Err(raised) => raised,
        }
    }

    /// Raises NameError with its `name`.
    #[cold]
    pub fn name_error(&mut self, class: TypeRef, name: &Value, message: &str) -> Raised {
        let text = match self.text(message) {
            Ok(text) => text,
            Err(raised) => return raised,
        };
        match self.new_exception(class, vec![text]) {
            Ok(exception) => {
                self.set_fields(&exception, vec![Some(name.clone())]);
                self.raise(exception)
            }
            Err(raised) => raised,
        }
    }

    /// Sets an exception's own fields (see `types::exceptions`), those not given being None.
    pub fn set_fields(&mut self, exception: &Value, fields: Vec<Option<Value>>) {
        let values = fields.into_iter().map(|field| field.unwrap_or(Value::NONE));
        if let (Some(payload), Ok(list)) =
            (exception.downcast::<Exception>(), List::new_value(self.heap, values))
        {
            payload.fields.set(Some(list));
        }
    }
}
