//! The table of operations: each is declared here once, with its operands, its words and its meaning.
//!
//! A row is `/// meaning` then `Name a:Kind b:Kind c:Kind [Word…]`. Everything else about operations is derived.
//!
//! **Operand kinds.** `Dst` a register that is written: where it is a local, its old value is released *after* the operation; a
//! temporary's old content is never read. `Src` a register that is read: a local is only read (no count changes), a temporary is
//! consumed (its reference moves into the operation, or is released by it, also when the operation raises). `Keep` a register
//! that is read and stays as it is, temporary or not. `Window` the first of consecutive temporaries, which the operation consumes.
//! `Many` the first of `c` consecutive registers, all consumed (temporaries). `Count` a number. `Imm` a signed 16-bit integer. `Jump` a signed
//! 16-bit distance in words from the end of this instruction (its words included). `Wide` one signed 32-bit number in the place
//! of `b` and `c`. `WideJump` a distance in that place. `Free` an index into the closure. `No` not used.
//!
//! **Words** follow the instruction: `Const` (an index into `constants`, replaced by the value when the unit is loaded), `Name`
//! (an index into `names`, replaced by the interned string), `Cache` (zero; the interpreter's own).

/// What an operand is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    Dst,
    Src,
    Keep,
    Window,
    Many,
    Count,
    Imm,
    Jump,
    Wide,
    WideJump,
    Free,
    No,
}

/// What a word behind an instruction is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WordKind {
    Const,
    Name,
    Cache,
}

/// Everything the table says of an operation.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    pub op: Op,
    pub name: &'static str,
    pub doc: &'static str,
    pub a: Operand,
    pub b: Operand,
    pub c: Operand,
    pub words: &'static [WordKind],
}

macro_rules! operations {
    ($( $(#[doc = $doc:literal])+ $name:ident a:$a:ident b:$b:ident c:$c:ident [$($word:ident)*]; )*) => {
        /// An operation of the register machine.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Op { $( $(#[doc = $doc])+ $name, )* }

        impl Op {
            /// All operations, in the order of their numbers.
            pub const ALL: &'static [Op] = &[$(Op::$name),*];
            const INFO: &'static [OpInfo] = &[$(OpInfo {
                op: Op::$name, name: stringify!($name), doc: concat!($($doc),+),
                a: Operand::$a, b: Operand::$b, c: Operand::$c, words: &[$(WordKind::$word),*],
            }),*];
        }

        /// Hands the names of all operations to a macro: `($($name:ident)*)`.
        #[macro_export]
        macro_rules! for_each_op {
            ($callback:ident) => { $callback! { $($name)* } };
        }
    };
}

impl Op {
    /// The table's row.
    pub fn info(self) -> &'static OpInfo {
        &Self::INFO[self as usize]
    }

    /// The operation with this number.
    pub fn from_byte(byte: u8) -> Option<Op> {
        Self::ALL.get(usize::from(byte)).copied()
    }

    /// Words that the instruction takes, itself included.
    pub fn length(self) -> usize {
        1 + self.info().words.len()
    }
}

operations! {
    /// Does nothing.
    Nop a:No b:No c:No [];
    /// `a = b`. A local is copied (one more reference), a temporary moves.
    Move a:Dst b:Src c:No [];
    /// `a = b`; `b` stays, temporary or not, so there is one more reference.
    Copy a:Dst b:Keep c:No [];
    /// `a = constant`.
    LoadConst a:Dst b:No c:No [Const];
    /// `a = ` the integer in `wide`.
    LoadInt a:Dst b:Wide c:No [];
    /// `a = ` None (`b` = 0), False (1), True (2), Ellipsis (3), nothing at all (4: the empty register).
    LoadSpecial a:Dst b:Count c:No [];
    /// Releases what `a` holds and leaves it empty (a temporary that is not needed any more; never raises).
    Release a:Src b:No c:No [];
    /// Raises UnboundLocalError when local `a` is empty.
    CheckLocal a:Keep b:No c:No [];
    /// `del` of local `a`; UnboundLocalError when it is empty.
    DeleteLocal a:Keep b:No c:No [];

    /// Local `a` becomes a new cell that holds what `a` held (nothing, if it was empty).
    MakeCell a:Keep b:No c:No [];
    /// `a = ` content of the cell in local `b`; UnboundLocalError when empty.
    LoadCell a:Dst b:Keep c:No [];
    /// Content of the cell in local `a` becomes `b`.
    StoreCell a:Keep b:Src c:No [];
    /// Empties the cell in local `a`; UnboundLocalError when it was empty.
    DeleteCell a:Keep b:No c:No [];
    /// `a = ` content of closure cell `b`; NameError ("cannot access free variable…") when empty.
    LoadFree a:Dst b:Free c:No [];
    /// Content of closure cell `a` becomes `b`.
    StoreFree a:Free b:Src c:No [];
    /// Empties closure cell `a`; NameError when it was empty.
    DeleteFree a:Free b:No c:No [];
    /// `a = ` closure cell `b` itself (to build an inner function's closure).
    LoadClosure a:Dst b:Free c:No [];
    /// In a class body: `a = ` the name from the namespace in register 0, or else the content of closure cell `b`.
    LoadClassFree a:Dst b:Free c:No [Name];

    /// `a = ` global or builtin; NameError.
    LoadGlobal a:Dst b:No c:No [Name Cache];
    /// Global becomes `a`.
    StoreGlobal a:Src b:No c:No [Name Cache];
    /// Deletes a global; NameError.
    DeleteGlobal a:No b:No c:No [Name];
    /// `a = ` the name in the namespace of register 0, then globals, then builtins; NameError.
    LoadName a:Dst b:No c:No [Name];
    /// The name in the namespace of register 0 becomes `a`.
    StoreName a:Src b:No c:No [Name];
    /// Deletes the name from the namespace of register 0; NameError.
    DeleteName a:No b:No c:No [Name];

    /// `a = b.name`.
    LoadAttr a:Dst b:Src c:No [Name Cache Cache];
    /// `a.name = b`.
    StoreAttr a:Src b:Src c:No [Name Cache Cache];
    /// `del a.name`.
    DeleteAttr a:Src b:No c:No [Name];
    /// Prepares `b.name(…)` in window `a`: `r[a] = ` callable, `r[a+4] = ` self or empty. `b` may be `r[a]`'s own register or any other.
    LoadMethod a:Window b:Src c:No [Name Cache Cache];
    /// `a = b[c]`.
    GetItem a:Dst b:Src c:Src [];
    /// `a = b[imm]`, the index a small integer.
    GetItemImm a:Dst b:Src c:Imm [];
    /// `a[b] = c`.
    SetItem a:Src b:Src c:Src [];
    /// `del a[b]`.
    DeleteItem a:Src b:Src c:No [];
    /// `a = slice(r[b], r[b+1], r[b+2])`; the window of three is consumed.
    BuildSlice a:Dst b:Window c:No [];

    /// `a = b + c`. MODE: the in-place form (as for all binary operators).
    Add a:Dst b:Src c:Src [];
    /// `a = b - c`.
    Subtract a:Dst b:Src c:Src [];
    /// `a = b * c`.
    Multiply a:Dst b:Src c:Src [];
    /// `a = b / c`.
    TrueDivide a:Dst b:Src c:Src [];
    /// `a = b // c`.
    FloorDivide a:Dst b:Src c:Src [];
    /// `a = b % c`.
    Modulo a:Dst b:Src c:Src [];
    /// `a = b ** c`.
    Power a:Dst b:Src c:Src [];
    /// `a = b << c`.
    ShiftLeft a:Dst b:Src c:Src [];
    /// `a = b >> c`.
    ShiftRight a:Dst b:Src c:Src [];
    /// `a = b & c`.
    BitAnd a:Dst b:Src c:Src [];
    /// `a = b | c`.
    BitOr a:Dst b:Src c:Src [];
    /// `a = b ^ c`.
    BitXor a:Dst b:Src c:Src [];
    /// `a = b @ c`.
    MatrixMultiply a:Dst b:Src c:Src [];
    /// `a = b + imm`, the right operand a small integer constant. MODE: in-place.
    AddImm a:Dst b:Src c:Imm [];
    /// `a = b - imm`.
    SubtractImm a:Dst b:Src c:Imm [];
    /// `a = b * constant`.
    MultiplyConst a:Dst b:Src c:No [Const];
    /// `a = b + constant`.
    AddConst a:Dst b:Src c:No [Const];
    /// `a = b - constant`.
    SubtractConst a:Dst b:Src c:No [Const];
    /// `a = b / constant`.
    TrueDivideConst a:Dst b:Src c:No [Const];
    /// `a = b // imm`.
    FloorDivideImm a:Dst b:Src c:Imm [];
    /// `a = b % imm`.
    ModuloImm a:Dst b:Src c:Imm [];
    /// `a = b << imm`.
    ShiftLeftImm a:Dst b:Src c:Imm [];
    /// `a = b >> imm`.
    ShiftRightImm a:Dst b:Src c:Imm [];
    /// `a = b & imm`.
    BitAndImm a:Dst b:Src c:Imm [];
    /// `a = b ** imm`.
    PowerImm a:Dst b:Src c:Imm [];
    /// `a = -b`.
    Negate a:Dst b:Src c:No [];
    /// `a = +b`.
    Positive a:Dst b:Src c:No [];
    /// `a = ~b`.
    Invert a:Dst b:Src c:No [];
    /// `a = not b`.
    Not a:Dst b:Src c:No [];
    /// `a = b < c`.
    Less a:Dst b:Src c:Src [];
    /// `a = b <= c`.
    LessEqual a:Dst b:Src c:Src [];
    /// `a = b == c`.
    Equal a:Dst b:Src c:Src [];
    /// `a = b != c`.
    NotEqual a:Dst b:Src c:Src [];
    /// `a = b > c`.
    Greater a:Dst b:Src c:Src [];
    /// `a = b >= c`.
    GreaterEqual a:Dst b:Src c:Src [];
    /// `a = b is c`. MODE: is not.
    Is a:Dst b:Src c:Src [];
    /// `a = b in c`. MODE: not in.
    Contains a:Dst b:Src c:Src [];

    /// Jumps.
    Jump a:No b:WideJump c:No [];
    /// Jumps backwards: a safe point.
    JumpBack a:No b:WideJump c:No [];
    /// Jumps when `a` is false. MODE: when it is true.
    JumpIfFalse a:Src b:WideJump c:No [];
    /// For `and`: when temporary `a` is false, jumps and keeps it; else releases it. MODE: for `or`, when it is true.
    JumpIfFalseOrPop a:Keep b:WideJump c:No [];
    /// Jumps when `a` is None. MODE: when it is not None.
    JumpIfNone a:Src b:WideJump c:No [];
    /// Jumps when not `a < b`. MODE: when `a < b`. (So for all fused comparisons: without MODE they jump when the comparison is false.)
    JumpUnlessLess a:Src b:Src c:Jump [];
    /// Jumps when not `a <= b`.
    JumpUnlessLessEqual a:Src b:Src c:Jump [];
    /// Jumps when not `a == b`.
    JumpUnlessEqual a:Src b:Src c:Jump [];
    /// Jumps when not `a != b`.
    JumpUnlessNotEqual a:Src b:Src c:Jump [];
    /// Jumps when not `a > b`.
    JumpUnlessGreater a:Src b:Src c:Jump [];
    /// Jumps when not `a >= b`.
    JumpUnlessGreaterEqual a:Src b:Src c:Jump [];
    /// Jumps when not `a < imm` (operand `b`).
    JumpUnlessLessImm a:Src b:Imm c:Jump [];
    /// Jumps when not `a <= imm`.
    JumpUnlessLessEqualImm a:Src b:Imm c:Jump [];
    /// Jumps when not `a == imm`.
    JumpUnlessEqualImm a:Src b:Imm c:Jump [];
    /// Jumps when not `a != imm`.
    JumpUnlessNotEqualImm a:Src b:Imm c:Jump [];
    /// Jumps when not `a > imm`.
    JumpUnlessGreaterImm a:Src b:Imm c:Jump [];
    /// Jumps when not `a >= imm`.
    JumpUnlessGreaterEqualImm a:Src b:Imm c:Jump [];
    /// Jumps when not `a is b`. MODE: when `a is b`.
    JumpUnlessIs a:Src b:Src c:Jump [];
    /// Jumps when not `a in b`. MODE: when `a in b`.
    JumpUnlessContains a:Src b:Src c:Jump [];

    /// `a = iter(b)`.
    GetIter a:Dst b:Src c:No [];
    /// `a = ` next item of the iterator in temporary `b`, which stays. When it is exhausted: releases `b` and jumps.
    ForIter a:Dst b:Keep c:Jump [];
    /// Unpacks `b` into the `c` consecutive temporaries that begin at `a`; ValueError, TypeError.
    Unpack a:Window b:Src c:Count [];
    /// Unpacks `b` into temporaries from `a` on: `c & 0xff` before the star, the starred list, `c >> 8` after it.
    UnpackStarred a:Window b:Src c:Count [];

    /// `a = (r[b], … c of them)`.
    BuildTuple a:Dst b:Many c:Count [];
    /// `a = [r[b], … c of them]`.
    BuildList a:Dst b:Many c:Count [];
    /// `a = {r[b], … c of them}`.
    BuildSet a:Dst b:Many c:Count [];
    /// `a = {r[b]: r[b+1], …}`, `c` registers in all.
    BuildDict a:Dst b:Many c:Count [];
    /// `a = ` the `c` strings from `b` on, joined.
    BuildString a:Dst b:Many c:Count [];
    /// Appends `b` to the list in `a`, which stays.
    ListAppend a:Keep b:Src c:No [];
    /// Adds `b` to the set in `a`.
    SetAdd a:Keep b:Src c:No [];
    /// `a[b] = c` for the dict in `a`, which stays.
    DictAdd a:Keep b:Src c:Src [];
    /// Extends the list in `a` by iterable `b`.
    ListExtend a:Keep b:Src c:No [];
    /// Adds all of iterable `b` to the set in `a`.
    SetUpdate a:Keep b:Src c:No [];
    /// Updates the dict in `a` from mapping `b` (a `{**b}` display).
    DictUpdate a:Keep b:Src c:No [];
    /// Updates the dict in `a` from mapping `b`, keywords of a call to the callable in `c` (which stays): TypeError on a repeated key.
    DictMerge a:Keep b:Src c:Keep [];
    /// `a = tuple(b)`, `b` a list that nobody else holds.
    ListToTuple a:Dst b:Src c:No [];
    /// `a = str(b)`, `repr(b)`, `ascii(b)` for `c` = 1, 2, 3.
    Convert a:Dst b:Src c:Count [];
    /// `a = format(b, "")`.
    FormatSimple a:Dst b:Src c:No [];
    /// `a = format(b, c)`.
    FormatSpec a:Dst b:Src c:Src [];

    /// `a = r[b](r[b+4], … c arguments)`.
    Call a:Dst b:Window c:Count [Cache];
    /// Calls what LoadMethod prepared in window `b`: self or empty in `r[b+4]`, `c` arguments from `r[b+5]` on.
    CallMethod a:Dst b:Window c:Count [Cache];
    /// As Call with `c` arguments in all, the last of which are keywords named by the constant tuple. MODE: a window that LoadMethod prepared (arguments from `r[b+5]` on).
    CallKeywords a:Dst b:Window c:Count [Const];
    /// `a = r[b](*r[b+4], **r[b+5])`; `r[b+5]` may be empty.
    CallUnpack a:Dst b:Window c:No [];
    /// Returns `a`.
    Return a:Src b:No c:No [];
    /// Turns the frame into a generator and returns that to the caller.
    MakeGenerator a:No b:No c:No [];
    /// Yields `b`; when resumed, `a` = what was sent. Registers below `c` are all that is alive. MODE: inside `yield from`: the word is the register of the iterator that is delegated to.
    Yield a:Dst b:Src c:Count [Cache];
    /// `a = ` the iterator that `yield from b` delegates to.
    GetYieldFromIter a:Dst b:Src c:No [];
    /// Sends `r[a]` (consumed) to the iterator in `b` (which stays): `a` = what it yields. When it ends: `a` = its value, `b` is released, jumps.
    Send a:Window b:Keep c:Jump [];
    /// `a = ` function of the code constant; window `b`: defaults tuple, keyword defaults dict, closure tuple, annotate function (each may be empty), consumed.
    MakeFunction a:Dst b:Window c:No [Const];
    /// `a = ` the builtin `__build_class__`.
    LoadBuildClass a:Dst b:No c:No [];
    /// `a = ` module `name` imported with from-list `b` at level `c`.
    ImportName a:Dst b:Src c:Count [Name];
    /// `a = ` `name` from the module in `b`, which stays.
    ImportFrom a:Dst b:Keep c:No [Name];
    /// `from b import *` into the namespace.
    ImportStar a:Src b:No c:No [];
    /// `a = locals()` of this frame (class bodies, `exec`).
    LoadLocals a:Dst b:No c:No [];

    /// `raise` (`c` = 0: what is being handled), `raise a` (1), `raise a from b` (2).
    Raise a:Src b:Src c:Count [];
    /// Raises the exception in `a` again, its traceback as it is.
    Reraise a:Src b:No c:No [];
    /// The exception in `a` (which stays) becomes the one that is being handled; the one before goes to `b`.
    PushHandled a:Keep b:Dst c:No [];
    /// What `a` holds (from PushHandled) becomes again what is being handled.
    PopHandled a:Src b:No c:No [];
    /// `a = ` whether the exception in `b` (which stays) is matched by class or tuple of classes `c`.
    MatchException a:Dst b:Keep c:Src [];
    /// For `except*`: splits the exception in `b` (which stays) by classes `c`: `r[a]` = the part that matches or None, `r[a+1]` = the rest or None.
    SplitGroup a:Window b:Keep c:Src [];
    /// For the end of `except*`: `a` = the exception to raise out of the list `c` (which stays) of what handlers raised and what is left of the original `b` (which stays), or None.
    MergeGroup a:Dst b:Keep c:Keep [];
    /// `a = AssertionError`.
    LoadAssertionError a:Dst b:No c:No [];
    /// Enters context manager `b`: `r[a] = ` its exit method, `r[a+1] = ` what enter returned.
    WithEnter a:Window b:Src c:No [];
    /// Calls the exit method in `b` (consumed) with three times None; the result is dropped.
    WithExit a:No b:Src c:No [];
    /// Calls the exit method in `b` (which stays) with the exception in `c` (which stays); `a` = whether the result is true.
    WithExitError a:Dst b:Keep c:Keep [];
    /// A line begins: put here by a tracer in the place of another operation, which is kept aside; never assembled.
    TraceLine a:No b:No c:No [];
    /// Loop over a range: ForIter, as it rewrites itself.
    ForIterRange a:Dst b:Keep c:Jump [];
    /// Loop over a list: ForIter, as it rewrites itself.
    ForIterList a:Dst b:Keep c:Jump [];
    /// Loop over a generator: ForIter, as it rewrites itself.
    ForIterGenerator a:Dst b:Keep c:Jump [];
    /// Jumps backwards to a loop over a range and takes its next turn: JumpBack, as it rewrites itself.
    JumpBackRange a:No b:WideJump c:No [];
    /// Jumps backwards to a loop over a list and takes its next turn: JumpBack, as it rewrites itself.
    JumpBackList a:No b:WideJump c:No [];
    /// Returns None: LoadSpecial and Return, as the loader joins them.
    ReturnNone a:No b:No c:No [];
    /// The interpreter's own: leaves the loop of a call from native code.
    Exit a:No b:No c:No [];
}
