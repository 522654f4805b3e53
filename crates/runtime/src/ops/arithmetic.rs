//! Binary and unary operators, with reflected and in-place methods.

use crate::native::R;
use crate::object::{TypeRef, ids};
use crate::value::Value;
use crate::vm::Vm;

macro_rules! binary_operators {
    ($($variant:ident $symbol:literal $method:ident $reflected:ident $in_place:ident;)*) => {
        /// A binary operator.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum BinaryOp { $($variant,)* }

        impl BinaryOp {
            /// The operator as it is written.
            pub const fn symbol(self) -> &'static str {
                match self { $(BinaryOp::$variant => $symbol,)* }
            }

            fn method(self, vm: &Vm) -> Value {
                match self { $(BinaryOp::$variant => vm.names.$method.clone(),)* }
            }

            fn reflected(self, vm: &Vm) -> Value {
                match self { $(BinaryOp::$variant => vm.names.$reflected.clone(),)* }
            }

            fn in_place(self, vm: &Vm) -> Value {
                match self { $(BinaryOp::$variant => vm.names.$in_place.clone(),)* }
            }
        }
    };
}

binary_operators! {
    Add "+" __add__ __radd__ __iadd__;
    Subtract "-" __sub__ __rsub__ __isub__;
    Multiply "*" __mul__ __rmul__ __imul__;
    TrueDivide "/" __truediv__ __rtruediv__ __itruediv__;
    FloorDivide "//" __floordiv__ __rfloordiv__ __ifloordiv__;
    Modulo "%" __mod__ __rmod__ __imod__;
    Power "** or pow()" __pow__ __rpow__ __ipow__;
    ShiftLeft "<<" __lshift__ __rlshift__ __ilshift__;
    ShiftRight ">>" __rshift__ __rrshift__ __irshift__;
    BitAnd "&" __and__ __rand__ __iand__;
    BitOr "|" __or__ __ror__ __ior__;
    BitXor "^" __xor__ __rxor__ __ixor__;
    MatrixMultiply "@" __matmul__ __rmatmul__ __imatmul__;
}

impl Vm {
    /// `a op b`.
    pub fn binary(&mut self, op: BinaryOp, a: &Value, b: &Value) -> R {
        let result = self.binary_or_not_implemented(op, a, b)?;
        if result.is_not_implemented() {
            return Err(self.unsupported(op, op.symbol(), a, b));
        }
        Ok(result)
    }

    /// `a op= b`: the value that the target becomes.
    pub fn binary_in_place(&mut self, op: BinaryOp, a: &Value, b: &Value) -> R {
        let class = self.class_of(a);
        let found = self.lookup_bits(class, &op.in_place(self));
        if found != 0 {
            let result = self.call_found(found, a, std::slice::from_ref(b))?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.binary_or_not_implemented(op, a, b)?;
        if result.is_not_implemented() {
            let symbol =
                if op == BinaryOp::Power { "** or pow()".to_owned() } else { format!("{}=", op.symbol()) };
            return Err(self.unsupported(op, &symbol, a, b));
        }
        Ok(result)
    }

    fn binary_or_not_implemented(&mut self, op: BinaryOp, a: &Value, b: &Value) -> R {
        let (left_class, right_class) = (self.class_of(a), self.class_of(b));
        let left = self.lookup_bits(left_class, &op.method(self));
        let mut right = 0;
        if left_class != right_class {
            let name = op.reflected(self);
            right = self.lookup_bits(right_class, &name);
            if right != 0
                && (self.reflected_first(left_class, right_class, right, &name)
                    || yields_to_right(op, left_class, right_class))
            {
                let result = self.call_found(right, b, std::slice::from_ref(a))?;
                if !result.is_not_implemented() {
                    return Ok(result);
                }
                right = 0;
            }
        }
        if left != 0 {
            let result = self.call_found(left, a, std::slice::from_ref(b))?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if right != 0 {
            self.call_found(right, b, std::slice::from_ref(a))
        } else {
            Ok(Value::NOT_IMPLEMENTED)
        }
    }

    /// A derived class's own reflected method goes before the base's method.
    fn reflected_first(&mut self, left: TypeRef, right: TypeRef, found: u64, name: &Value) -> bool {
        right.is_subclass_of(left) && self.lookup_bits(left, name) != found
    }

    #[cold]
    fn unsupported(&mut self, op: BinaryOp, symbol: &str, a: &Value, b: &Value) -> crate::native::Raised {
        let (left, right) = (self.class_name(a), self.class_name(b));
        let sequence = |value: &Value| {
            matches!(
                value.payload_kind(),
                ids::LIST | ids::TUPLE | ids::STR | ids::BYTES | ids::BYTEARRAY | ids::ARRAY
            )
        };
        if op == BinaryOp::Add && sequence(a) {
            let message = match a.payload_kind() {
                ids::BYTES | ids::BYTEARRAY => format!("can't concat {right} to {left}"),
                ids::STR => format!("can only concatenate str (not \"{right}\") to str"),
                ids::ARRAY => format!("can only append array (not \"{right}\") to array"),
                ids::LIST => format!("can only concatenate list (not \"{right}\") to list"),
                _ => format!("can only concatenate tuple (not \"{right}\") to tuple"),
            };
            return self.type_error(message);
        }
        if op == BinaryOp::Multiply && (sequence(a) || sequence(b)) {
            let other = if sequence(a) { right } else { left };
            return self.type_error(format!("can't multiply sequence by non-int of type '{other}'"));
        }
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{left}' and '{right}'"))
    }

    /// `-a`, `+a`, `~a` by the name of the method.
    pub fn unary(&mut self, symbol: &str, name: &Value, a: &Value) -> R {
        match self.call_special(a, name, &[]) {
            Some(result) => result,
            None => {
                let class = self.class_name(a);
                Err(self.type_error(format!("bad operand type for unary {symbol}: '{class}'")))
            }
        }
    }

    /// `pow(base, exponent, modulus)`.
    pub fn power_modulo(&mut self, base: &Value, exponent: &Value, modulus: &Value) -> R {
        let name = self.names.__pow__.clone();
        if let Some(result) = self.call_special(base, &name, &[exponent.clone(), modulus.clone()]) {
            let result = result?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let (a, b, c) = (self.class_name(base), self.class_name(exponent), self.class_name(modulus));
        Err(self.type_error(format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'")))
    }
}

/// Builtin sequences are asked last for `+` and `*`: the other operand's reflected method goes first.
fn yields_to_right(op: BinaryOp, left: TypeRef, right: TypeRef) -> bool {
    let sequence = |class: TypeRef| {
        matches!(class.kind, ids::LIST | ids::TUPLE | ids::STR | ids::BYTES | ids::BYTEARRAY | ids::ARRAY)
    };
    matches!(op, BinaryOp::Add | BinaryOp::Multiply) && sequence(left) && !sequence(right)
}
