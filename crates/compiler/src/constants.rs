//! Constants: literals, and the folding that Python shows (`-1`, `2 * 3`, `(1, 2)`).
//!
//! ```text
//! expression ──► Some(Const) when its value is known without running it
//! ```
//!
//! It folds what cannot fail and stays small; everything else is left to run time. It knows no heap.

use exuvia_bytecode::Const;
use ruff_python_ast::{Expr, Number, Operator, UnaryOp};

/// Operators in each other that are looked through: deeper chains fold from the inside only.
const FOLD_DEPTH: u32 = 24;
/// Texts and tuples that are longer are not folded.
const FOLD_LENGTH: usize = 4096;

/// The value of an expression, when it is a constant.
pub(crate) fn fold(expression: &Expr) -> Option<Const> {
    fold_to(expression, FOLD_DEPTH)
}

/// A small integer that fits an immediate operand.
pub(crate) fn small_integer(expression: &Expr) -> Option<i16> {
    match fold(expression)? {
        Const::Int(value) => i16::try_from(value).ok(),
        _ => None,
    }
}

fn fold_to(expression: &Expr, depth: u32) -> Option<Const> {
    let inner = depth.checked_sub(1)?;
    match expression {
        Expr::NoneLiteral(_) => Some(Const::None),
        Expr::EllipsisLiteral(_) => Some(Const::Ellipsis),
        Expr::BooleanLiteral(node) => Some(Const::Bool(node.value)),
        Expr::StringLiteral(node) => Some(Const::Str(node.value.to_str().to_owned())),
        Expr::BytesLiteral(node) => Some(Const::Bytes(node.value.bytes().collect())),
        Expr::NumberLiteral(node) => Some(number(&node.value)),
        Expr::Name(name) if name.id.as_str() == "__debug__" => Some(Const::Bool(true)),
        Expr::Tuple(tuple) => {
            let items: Option<Vec<Const>> = tuple.elts.iter().map(|item| fold_to(item, inner)).collect();
            Some(Const::Tuple(items?))
        }
        Expr::UnaryOp(node) => unary(node.op, fold_to(&node.operand, inner)?),
        Expr::BinOp(node) => {
            let right = fold_to(&node.right, inner)?;
            binary(fold_to(&node.left, inner)?, node.op, right)
        }
        _ => None,
    }
}

/// The items of a list or set display, when all are constants.
pub(crate) fn fold_all(items: &[Expr]) -> Option<Vec<Const>> {
    items.iter().map(fold).collect()
}

/// The truth of a constant.
pub(crate) fn truth(constant: &Const) -> bool {
    match constant {
        Const::None => false,
        Const::Ellipsis | Const::Code(_) | Const::BigInt(_) => true,
        Const::Bool(value) => *value,
        Const::Int(value) => *value != 0,
        Const::Float(value) => *value != 0.0,
        Const::Complex { real, imaginary } => *real != 0.0 || *imaginary != 0.0,
        Const::Str(text) => !text.is_empty(),
        Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}

fn number(number: &Number) -> Const {
    match number {
        Number::Int(value) => match value.as_i64() {
            Some(value) => Const::Int(value),
            None => Const::BigInt(decimal(&value.to_string())),
        },
        Number::Float(value) => Const::Float(*value),
        Number::Complex { real, imag } => Const::Complex { real: *real, imaginary: *imag },
    }
}

/// Decimal digits of an integer literal of any base.
fn decimal(literal: &str) -> String {
    let digits: String = literal.chars().filter(|&digit| digit != '_').collect();
    let (radix, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, &digits[2..]),
        Some("0o" | "0O") => (8, &digits[2..]),
        Some("0b" | "0B") => (2, &digits[2..]),
        _ => return digits.trim_start_matches('0').to_owned(),
    };
    // Limbs of nine decimal digits, least significant first.
    const LIMB: u64 = 1_000_000_000;
    let mut limbs: Vec<u64> = vec![0];
    for digit in digits.chars().filter_map(|digit| digit.to_digit(radix)) {
        let mut carry = u64::from(digit);
        for limb in &mut limbs {
            carry += *limb * u64::from(radix);
            *limb = carry % LIMB;
            carry /= LIMB;
        }
        if carry > 0 {
            limbs.push(carry);
        }
    }
    let mut text = limbs.pop().unwrap_or(0).to_string();
    for limb in limbs.iter().rev() {
        text.push_str(&format!("{limb:09}"));
    }
    text
}

fn unary(op: UnaryOp, operand: Const) -> Option<Const> {
    Some(match (op, operand) {
        (UnaryOp::Not, operand) => Const::Bool(!truth(&operand)),
        (UnaryOp::USub, Const::Int(value)) => Const::Int(value.checked_neg()?),
        (UnaryOp::USub, Const::BigInt(digits)) => {
            let negated = match digits.strip_prefix('-') {
                Some(digits) => digits.to_owned(),
                None => format!("-{digits}"),
            };
            match negated.parse() {
                Ok(value) => Const::Int(value),
                Err(_) => Const::BigInt(negated),
            }
        }
        (UnaryOp::USub, Const::Float(value)) => Const::Float(-value),
        (UnaryOp::USub, Const::Complex { real, imaginary }) => {
            Const::Complex { real: -real, imaginary: -imaginary }
        }
        (UnaryOp::UAdd, operand @ (Const::Int(_) | Const::BigInt(_) | Const::Float(_))) => operand,
        (UnaryOp::Invert, Const::Int(value)) => Const::Int(!value),
        _ => return None,
    })
}

fn binary(left: Const, op: Operator, right: Const) -> Option<Const> {
    match (left, right) {
        (Const::Int(left), Const::Int(right)) => integers(left, op, right),
        (Const::Float(left), Const::Float(right)) => floats(left, op, right),
        (Const::Int(left), Const::Float(right)) => floats(exact(left)?, op, right),
        (Const::Float(left), Const::Int(right)) => floats(left, op, exact(right)?),
        (Const::Int(left), Const::Complex { real, imaginary }) => complex(exact(left)?, op, real, imaginary),
        (Const::Float(left), Const::Complex { real, imaginary }) => complex(left, op, real, imaginary),
        (Const::Str(left), Const::Str(right))
            if op == Operator::Add && left.len() + right.len() <= FOLD_LENGTH =>
        {
            Some(Const::Str(left + &right))
        }
        (Const::Str(text), Const::Int(count)) if op == Operator::Mult => {
            let count = usize::try_from(count).unwrap_or(0);
            (text.len().checked_mul(count)? <= FOLD_LENGTH).then(|| Const::Str(text.repeat(count)))
        }
        (Const::Bytes(left), Const::Bytes(right))
            if op == Operator::Add && left.len() + right.len() <= FOLD_LENGTH =>
        {
            Some(Const::Bytes([left, right].concat()))
        }
        (Const::Bytes(bytes), Const::Int(count)) if op == Operator::Mult => {
            let count = usize::try_from(count).unwrap_or(0);
            (bytes.len().checked_mul(count)? <= FOLD_LENGTH).then(|| Const::Bytes(bytes.repeat(count)))
        }
        (Const::Tuple(left), Const::Tuple(right))
            if op == Operator::Add && left.len() + right.len() <= 256 =>
        {
            Some(Const::Tuple([left, right].concat()))
        }
        (Const::Tuple(items), Const::Int(count)) if op == Operator::Mult => {
            let count = usize::try_from(count).unwrap_or(0);
            (items.len().checked_mul(count)? <= 256).then(|| Const::Tuple(vec![items; count].concat()))
        }
        _ => None,
    }
}

/// An integer that a float represents exactly.
fn exact(value: i64) -> Option<f64> {
    (value.abs() < 1 << 53).then_some(value as f64)
}

fn integers(left: i64, op: Operator, right: i64) -> Option<Const> {
    let floor_divide = |left: i64, right: i64| {
        let quotient = left.checked_div(right)?;
        Some(if left % right != 0 && (left < 0) != (right < 0) { quotient - 1 } else { quotient })
    };
    Some(Const::Int(match op {
        Operator::Add => left.checked_add(right)?,
        Operator::Sub => left.checked_sub(right)?,
        Operator::Mult => left.checked_mul(right)?,
        Operator::FloorDiv => floor_divide(left, right)?,
        Operator::Mod => left.checked_sub(floor_divide(left, right)?.checked_mul(right)?)?,
        Operator::Pow => left.checked_pow(u32::try_from(right).ok()?)?,
        Operator::LShift => {
            let count = u32::try_from(right).ok().filter(|&count| count < 63)?;
            left.checked_mul(1i64 << count)?
        }
        Operator::RShift => left >> u32::try_from(right).ok()?.min(63),
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        Operator::Div => {
            let (left, right) = (exact(left)?, exact(right).filter(|&right| right != 0.0)?);
            return Some(Const::Float(left / right));
        }
        Operator::MatMult => return None,
    }))
}

fn floats(left: f64, op: Operator, right: f64) -> Option<Const> {
    Some(Const::Float(match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::Div if right != 0.0 => left / right,
        _ => return None,
    }))
}

fn complex(left: f64, op: Operator, real: f64, imaginary: f64) -> Option<Const> {
    match op {
        Operator::Add => Some(Const::Complex { real: left + real, imaginary }),
        Operator::Sub => Some(Const::Complex { real: left - real, imaginary: -imaginary }),
        _ => None,
    }
}
