//! Small programs and their code.

use expect_test::{Expect, expect};
use exuvia_bytecode::{disassemble, verify};
use exuvia_compiler::{Mode, Options, compile};

fn check_with(source: &str, options: Options, expected: Expect) {
    let unit = compile(source, "t.py", options).expect("valid source");
    verify(&unit).expect("sound code");
    expected.assert_eq(&disassemble(&unit, Some(source)));
}

fn check(source: &str, expected: Expect) {
    check_with(source, Options::default(), expected);
}

#[test]
fn operands_are_read_in_place() {
    check(
        "def f(a, b):\n    c = a + b\n    c += 1\n    return c * 2.5 - a\n",
        expect![[r#"
        module <module>    t.py:1    registers 4
            1 │ def f(a, b):
                 0   LoadSpecial            t0, 4
                 1   LoadSpecial            t1, 4
                 2   LoadSpecial            t2, 4
                 3   LoadSpecial            t3, 4
                 4   MakeFunction           t0, t0, <code f>
                 6   StoreGlobal            t0, .f
                 9   LoadSpecial            t0, 0
                10   Return                 t0

        function f(a, b)    t.py:1    registers 4
            2 │ c = a + b
                 0   Add                    c, a, b
            3 │ c += 1
                 1   AddImm'                c, c, #1
            4 │ return c * 2.5 - a
                 2   MultiplyConst          t0, c, 2.5
                 4   Subtract               t0, t0, a
                 5   Return                 t0
    "#]],
    );
}

#[test]
fn a_walrus_saves_the_operand_before_it() {
    check(
        "def f(x):\n    return x + (x := 5)\n",
        expect![[r#"
        module <module>    t.py:1    registers 4
            1 │ def f(x):
                 0   LoadSpecial            t0, 4
                 1   LoadSpecial            t1, 4
                 2   LoadSpecial            t2, 4
                 3   LoadSpecial            t3, 4
                 4   MakeFunction           t0, t0, <code f>
                 6   StoreGlobal            t0, .f
                 9   LoadSpecial            t0, 0
                10   Return                 t0

        function f(x)    t.py:1    registers 2
            2 │ return x + (x := 5)
                 0   Move                   t0, x
                 1   LoadInt                x, #5
                 2   Add                    t0, t0, x
                 3   Return                 t0
    "#]],
    );
}

#[test]
fn unbound_locals_are_checked_once() {
    check(
        "def f(c):\n    if c:\n        x = 1\n    print(x)\n    return x\n",
        expect![[r#"
        module <module>    t.py:1    registers 4
            1 │ def f(c):
                 0   LoadSpecial            t0, 4
                 1   LoadSpecial            t1, 4
                 2   LoadSpecial            t2, 4
                 3   LoadSpecial            t3, 4
                 4   MakeFunction           t0, t0, <code f>
                 6   StoreGlobal            t0, .f
                 9   LoadSpecial            t0, 0
                10   Return                 t0

        function f(c)    t.py:1    registers 7
            2 │ if c:
                 0   JumpIfFalse            c, → 2
            3 │ x = 1
                 1   LoadInt                x, #1
            4 │ print(x)
                 2   LoadGlobal             t0, .print
                 5   CheckLocal             x
                 6   Move                   t4, x
                 7   Call                   t0, t0, 1
                 9   Release                t0
            5 │ return x
                10   Return                 x
    "#]],
    );
}

#[test]
fn loops_jump_back_once_a_turn() {
    check(
        "def f(xs):\n    n = 0\n    for x in xs:\n        if x < 0 or x is None:\n            continue\n        n += x\n    while n > 10:\n        n -= 1\n    else:\n        n = -1\n    return n\n",
        expect![[r#"
            module <module>    t.py:1    registers 4
                1 │ def f(xs):
                     0   LoadSpecial            t0, 4
                     1   LoadSpecial            t1, 4
                     2   LoadSpecial            t2, 4
                     3   LoadSpecial            t3, 4
                     4   MakeFunction           t0, t0, <code f>
                     6   StoreGlobal            t0, .f
                     9   LoadSpecial            t0, 0
                    10   Return                 t0

            function f(xs)    t.py:1    registers 4
                2 │ n = 0
                     0   LoadInt                n, #0
                3 │ for x in xs:
                     1   GetIter                t0, xs
                     2   ForIter                x, t0, → 8
                4 │ if x < 0 or x is None:
                     3   JumpUnlessLessImm'     x, #0, → 5
                     4   JumpIfNone'            x, → 6
                5 │ continue
                     5   Jump                   → 7
                6 │ n += x
                     6   Add'                   n, n, x
                3 │ for x in xs:
                     7   JumpBack               → 2
                7 │ while n > 10:
                     8   JumpUnlessGreaterImm   n, #10, → 11
                8 │ n -= 1
                     9   SubtractImm'           n, n, #1
                7 │ while n > 10:
                    10   JumpBack               → 8
               10 │ n = -1
                    11   LoadInt                n, #-1
               11 │ return n
                    12   Return                 n
        "#]],
    );
}

#[test]
fn comparisons_in_a_chain_evaluate_once() {
    check(
        "def f(a, g):\n    if 0 <= a < g() < 9:\n        return a < g() < 3\n",
        expect![[r#"
        module <module>    t.py:1    registers 4
            1 │ def f(a, g):
                 0   LoadSpecial            t0, 4
                 1   LoadSpecial            t1, 4
                 2   LoadSpecial            t2, 4
                 3   LoadSpecial            t3, 4
                 4   MakeFunction           t0, t0, <code f>
                 6   StoreGlobal            t0, .f
                 9   LoadSpecial            t0, 0
                10   Return                 t0

        function f(a, g)    t.py:1    registers 7
            2 │ if 0 <= a < g() < 9:
                 0   LoadInt                t0, #0
                 1   JumpUnlessLessEqual    t0, a, → 23
                 2   Move                   t1, g
                 3   Call                   t1, t1, 0
                 5   Copy                   t2, t1
                 6   JumpUnlessLess         a, t2, → 9
                 7   JumpUnlessLessImm      t1, #9, → 23
                 8   Jump                   → 11
                 9   Release                t1
                10   Jump                   → 23
            3 │ return a < g() < 3
                11   Move                   t1, g
                12   Call                   t1, t1, 0
                14   Copy                   t2, t1
                15   Less                   t0, a, t2
                16   JumpIfFalseOrPop       t0, → 20
                17   LoadInt                t3, #3
                18   Less                   t0, t1, t3
                19   Jump                   → 22
                20   Release                t1
                21   Jump                   → 22
                22   Return                 t0
                23   LoadSpecial            t0, 0
                24   Return                 t0
    "#]],
    );
}

#[test]
fn calls_fill_windows() {
    check(
        "f(1, g(2), k=3)\no.m(x, *y, **z)\no.m(1)\nf(*xs)\n",
        expect![[r#"
        module <module>    t.py:1    registers 10
            1 │ f(1, g(2), k=3)
                 0   LoadGlobal             t0, .f
                 3   LoadInt                t4, #1
                 4   LoadGlobal             t5, .g
                 7   LoadInt                t9, #2
                 8   Call                   t5, t5, 1
                10   LoadInt                t6, #3
                11   CallKeywords           t0, t0, 3, ("k",)
                13   Release                t0
            2 │ o.m(x, *y, **z)
                14   LoadGlobal             t0, .o
                17   LoadAttr               t0, t0, .m
                21   LoadGlobal             t4, .x
                24   BuildList              t4, t4, 1
                25   LoadGlobal             t5, .y
                28   ListExtend             t4, t5
                29   ListToTuple            t4, t4
                30   BuildDict              t5, t5, 0
                31   LoadGlobal             t6, .z
                34   DictMerge              t5, t6, t0
                35   CallUnpack             t0, t0
                36   Release                t0
            3 │ o.m(1)
                37   LoadGlobal             t0, .o
                40   LoadMethod             t0, t0, .m
                44   LoadInt                t5, #1
                45   CallMethod             t0, t0, 1
                47   Release                t0
            4 │ f(*xs)
                48   LoadGlobal             t0, .f
                51   LoadGlobal             t4, .xs
                54   LoadSpecial            t5, 4
                55   CallUnpack             t0, t0
                56   Release                t0
                57   LoadSpecial            t0, 0
                58   Return                 t0
    "#]],
    );
}

#[test]
fn methods_reach_their_class() {
    check(
        "class C(B):\n    '''Doc.'''\n    def __init__(self, v):\n        super().__init__()\n        self.__v = v\n",
        expect![[r#"
            module <module>    t.py:1    registers 8
                1 │ class C(B):
                     0   LoadBuildClass         t0
                     1   LoadSpecial            t4, 4
                     2   LoadSpecial            t5, 4
                     3   LoadSpecial            t6, 4
                     4   LoadSpecial            t7, 4
                     5   MakeFunction           t4, t4, <code C>
                     7   LoadConst              t5, "C"
                     9   LoadGlobal             t6, .B
                    12   Call                   t0, t0, 3
                    14   StoreGlobal            t0, .C
                    17   LoadSpecial            t0, 0
                    18   Return                 t0

            class body C    t.py:1    registers 6    cells __class__
                1 │ class C(B):
                     0   MakeCell               __class__
                     1   LoadName               t0, .__name__
                     3   StoreName              t0, .__module__
                     5   LoadConst              t1, "C"
                     7   StoreName              t1, .__qualname__
                     9   LoadInt                t1, #1
                    10   StoreName              t1, .__firstlineno__
                    12   LoadConst              t1, "Doc."
                    14   StoreName              t1, .__doc__
                3 │ def __init__(self, v):
                    16   LoadSpecial            t0, 4
                    17   LoadSpecial            t1, 4
                    18   Move                   t2, __class__
                    19   BuildTuple             t2, t2, 1
                    20   LoadSpecial            t3, 4
                    21   MakeFunction           t0, t0, <code C.__init__>
                    23   StoreName              t0, .__init__
                    25   Move                   t0, __class__
                    26   StoreName              t0, .__classcell__
                    28   Move                   t0, __class__
                    29   Return                 t0

            function C.__init__(self, v)    t.py:3    registers 8    free __class__
                4 │ super().__init__()
                     0   LoadGlobal             t0, .super
                     3   LoadFree               t4, __class__
                     4   Move                   t5, self
                     5   Call                   t0, t0, 2
                     7   LoadMethod             t0, t0, .__init__
                    11   CallMethod             t0, t0, 0
                    13   Release                t0
                5 │ self.__v = v
                    14   StoreAttr              self, v, ._C__v
                    18   LoadSpecial            t0, 0
                    19   Return                 t0
        "#]],
    );
}

#[test]
fn closures_and_comprehensions_share_cells() {
    check(
        "def f(n):\n    return [lambda: n + i for i in range(n)]\n",
        expect![[r#"
        module <module>    t.py:1    registers 4
            1 │ def f(n):
                 0   LoadSpecial            t0, 4
                 1   LoadSpecial            t1, 4
                 2   LoadSpecial            t2, 4
                 3   LoadSpecial            t3, 4
                 4   MakeFunction           t0, t0, <code f>
                 6   StoreGlobal            t0, .f
                 9   LoadSpecial            t0, 0
                10   Return                 t0

        function f(n)    t.py:1    registers 8    cells n i
            2 │ return [lambda: n + i for i in range(n)]
                 0   MakeCell               n
            2 │ return [lambda: n + i for i in range(n)]
                 1   BuildList              t0, t0, 0
                 2   LoadGlobal             t1, .range
                 5   LoadCell               t5, n
                 6   Call                   t1, t1, 1
                 8   GetIter                t1, t1
                 9   MakeCell               i
                10   ForIter                t2, t1, → 22
                11   StoreCell              i, t2
                12   LoadSpecial            t2, 4
                13   LoadSpecial            t3, 4
                14   Move                   t4, n
                15   Move                   t5, i
                16   BuildTuple             t4, t4, 2
                17   LoadSpecial            t5, 4
                18   MakeFunction           t2, t2, <code f.<locals>.<lambda>>
                20   ListAppend             t0, t2
                21   JumpBack               → 10
                22   LoadSpecial            i, 4
                23   Jump                   → 26
                24   LoadSpecial            i, 4
                25   Reraise                t1
                26   Return                 t0
           handler 10..22 → 24, exception in t1

        function f.<locals>.<lambda>()    t.py:2    registers 2    free n i
            2 │ return [lambda: n + i for i in range(n)]
                 0   LoadFree               t0, n
                 1   LoadFree               t1, i
                 2   Add                    t0, t0, t1
                 3   Return                 t0
    "#]],
    );
}

#[test]
fn every_way_out_runs_the_finally() {
    check(
        "def f(x):\n    for i in x:\n        try:\n            return i\n        except KeyError as e:\n            break\n        finally:\n            g()\n",
        expect![[r#"
            module <module>    t.py:1    registers 4
                1 │ def f(x):
                     0   LoadSpecial            t0, 4
                     1   LoadSpecial            t1, 4
                     2   LoadSpecial            t2, 4
                     3   LoadSpecial            t3, 4
                     4   MakeFunction           t0, t0, <code f>
                     6   StoreGlobal            t0, .f
                     9   LoadSpecial            t0, 0
                    10   Return                 t0

            function f(x)    t.py:1    registers 10
                2 │ for i in x:
                     0   GetIter                t0, x
                     1   ForIter                i, t0, → 46
                3 │ try:
                     2   Nop                    
                4 │ return i
                     3   Move                   t1, i
                8 │ g()
                     4   LoadGlobal             t2, .g
                     7   Call                   t2, t2, 0
                     9   Release                t2
                    10   Release                t0
                4 │ return i
                    11   Return                 t1
                    12   PushHandled            t1, t2
                5 │ except KeyError as e:
                    13   LoadGlobal             t3, .KeyError
                    16   MatchException         t3, t1, t3
                    17   JumpIfFalse            t3, → 29
                    18   Move                   e, t1
                6 │ break
                    19   LoadSpecial            e, 4
                    20   PopHandled             t2
                8 │ g()
                    21   LoadGlobal             t3, .g
                    24   Call                   t3, t3, 0
                    26   Release                t3
                    27   Release                t0
                6 │ break
                    28   Jump                   → 46
                    29   PopHandled             t2
                    30   Reraise                t1
                    31   PopHandled             t2
                    32   Release                t1
                    33   Reraise                t3
                    34   PushHandled            t1, t2
                8 │ g()
                    35   LoadGlobal             t3, .g
                    38   Call                   t3, t3, 0
                    40   Release                t3
                    41   PopHandled             t2
                    42   Reraise                t1
                    43   PopHandled             t2
                    44   Release                t1
                    45   Reraise                t3
                2 │ for i in x:
                    46   LoadSpecial            t0, 0
                    47   Return                 t0
               handler 2..4 → 12, exception in t1, keeps t0
               handler 13..17 → 31, exception in t3, keeps t0 t1 t2
               handler 2..4 → 34, exception in t1, keeps t0
               handler 12..21 → 34, exception in t1, keeps t0
               handler 29..34 → 34, exception in t1, keeps t0
               handler 35..41 → 43, exception in t3, keeps t0 t1 t2
        "#]],
    );
}

#[test]
fn a_finally_may_abandon_a_return() {
    check(
        "def f(x):\n    for i in x:\n        try:\n            return g(i)\n        finally:\n            continue\n",
        expect![[r#"
            module <module>    t.py:1    registers 4
                1 │ def f(x):
                     0   LoadSpecial            t0, 4
                     1   LoadSpecial            t1, 4
                     2   LoadSpecial            t2, 4
                     3   LoadSpecial            t3, 4
                     4   MakeFunction           t0, t0, <code f>
                     6   StoreGlobal            t0, .f
                     9   LoadSpecial            t0, 0
                    10   Return                 t0

            function f(x)    t.py:1    registers 8
                2 │ for i in x:
                     0   GetIter                t0, x
                     1   ForIter                i, t0, → 16
                3 │ try:
                     2   Nop                    
                4 │ return g(i)
                     3   LoadGlobal             t1, .g
                     6   Move                   t5, i
                     7   Call                   t1, t1, 1
                6 │ continue
                     9   Release                t1
                    10   Jump                   → 15
                4 │ return g(i)
                    11   PushHandled            t1, t2
                6 │ continue
                    12   PopHandled             t2
                    13   Release                t1
                    14   Jump                   → 15
                2 │ for i in x:
                    15   JumpBack               → 1
                    16   LoadSpecial            t0, 0
                    17   Return                 t0
               handler 2..9 → 11, exception in t1, keeps t0
        "#]],
    );
}

#[test]
fn with_asks_the_exit_method() {
    check(
        "with a as b:\n    c\n",
        expect![[r#"
        module <module>    t.py:1    registers 5
            1 │ with a as b:
                 0   LoadGlobal             t0, .a
                 3   WithEnter              t0, t0
                 4   StoreGlobal            t1, .b
            2 │ c
                 7   LoadGlobal             t1, .c
                10   Release                t1
            1 │ with a as b:
                11   WithExit               t0
                12   Jump                   → 27
                13   PushHandled            t2, t3
                14   WithExitError          t4, t0, t2
                15   JumpIfFalse'           t4, → 19
                16   PopHandled             t3
                17   Release                t0
                18   Reraise                t2
                19   PopHandled             t3
                20   Release                t2
                21   Release                t0
                22   Jump                   → 27
                23   PopHandled             t3
                24   Release                t2
                25   Release                t0
                26   Reraise                t4
                27   LoadSpecial            t0, 0
                28   Return                 t0
           handler 4..11 → 13, exception in t2, keeps t0
           handler 14..15 → 23, exception in t4, keeps t0 t2 t3
    "#]],
    );
}

#[test]
fn generators_name_what_is_alive() {
    check(
        "def g(x):\n    for i in x:\n        y = yield i\n    return (yield from y)\n",
        expect![[r#"
        module <module>    t.py:1    registers 4
            1 │ def g(x):
                 0   LoadSpecial            t0, 4
                 1   LoadSpecial            t1, 4
                 2   LoadSpecial            t2, 4
                 3   LoadSpecial            t3, 4
                 4   MakeFunction           t0, t0, <code g>
                 6   StoreGlobal            t0, .g
                 9   LoadSpecial            t0, 0
                10   Return                 t0

        generator g(x)    t.py:1    registers 5
            2 │ for i in x:
                 0   MakeGenerator          
            2 │ for i in x:
                 1   GetIter                t0, x
                 2   ForIter                i, t0, → 6
            3 │ y = yield i
                 3   Yield                  y, i, 4
            2 │ for i in x:
                 5   JumpBack               → 2
            4 │ return (yield from y)
                 6   CheckLocal             y
                 7   GetYieldFromIter       t0, y
                 8   LoadSpecial            t1, 0
                 9   Send                   t1, t0, → 13
                10   Yield'                 t1, t1, 4, t0
                12   JumpBack               → 9
                13   Move                   t0, t1
                14   Return                 t0
    "#]],
    );
}

#[test]
fn names_of_exec_live_in_a_namespace() {
    let options = Options { named_locals: true, ..Options::default() };
    check_with(
        "x = 1\nglobal y\ny = [x for x in z]\n",
        options,
        expect![[r#"
        module <module>    t.py:1    registers 6
            1 │ x = 1
                 0   LoadInt                t0, #1
                 1   StoreName              t0, .x
            3 │ y = [x for x in z]
                 3   LoadSpecial            t0, 4
                 4   LoadSpecial            t1, 4
                 5   LoadSpecial            t2, 4
                 6   LoadSpecial            t3, 4
                 7   MakeFunction           t0, t0, <code <listcomp>>
                 9   LoadName               t4, .z
                11   GetIter                t4, t4
                12   Call                   t0, t0, 1
                14   StoreGlobal            t0, .y
                17   LoadSpecial            t0, 0
                18   Return                 t0

        function <listcomp>(.0)    t.py:3    registers 4
            3 │ y = [x for x in z]
                 0   BuildList              t0, t0, 0
                 1   Move                   t1, .0
                 2   ForIter                x, t1, → 5
                 3   ListAppend             t0, x
                 4   JumpBack               → 2
                 5   Return                 t0
    "#]],
    );
}

#[test]
fn interactive_values_are_displayed() {
    let options = Options { mode: Mode::Single, ..Options::default() };
    check_with(
        "1 + x\n",
        options,
        expect![[r#"
        module <module>    t.py:1    registers 7
            1 │ 1 + x
                 0   LoadSpecial            t0, 0
                 1   ImportName             t0, t0, 0, .sys
                 3   LoadMethod             t0, t0, .displayhook
                 7   LoadInt                t5, #1
                 8   LoadGlobal             t6, .x
                11   Add                    t5, t5, t6
                12   CallMethod             t0, t0, 1
                14   Release                t0
                15   LoadSpecial            t0, 0
                16   Return                 t0
    "#]],
    );
}

#[test]
fn targets_take_parts_in_order() {
    check(
        "a, b = b, a\nx.y = z[0] = w\n(p, *q), r = s\nd[i()] += v()\ndel a, x.y, d[1]\n",
        expect![[r#"
        module <module>    t.py:1    registers 7
            1 │ a, b = b, a
                 0   LoadGlobal             t0, .b
                 3   LoadGlobal             t1, .a
                 6   StoreGlobal            t0, .a
                 9   StoreGlobal            t1, .b
            2 │ x.y = z[0] = w
                12   LoadGlobal             t0, .w
                15   Copy                   t1, t0
                16   LoadGlobal             t2, .x
                19   StoreAttr              t2, t1, .y
                23   LoadGlobal             t1, .z
                26   LoadInt                t2, #0
                27   SetItem                t1, t2, t0
            3 │ (p, *q), r = s
                28   LoadGlobal             t0, .s
                31   Unpack                 t1, t0, 2
                32   UnpackStarred          t3, t1, 1
                33   StoreGlobal            t3, .p
                36   StoreGlobal            t4, .q
                39   StoreGlobal            t2, .r
            4 │ d[i()] += v()
                42   LoadGlobal             t0, .d
                45   LoadGlobal             t1, .i
                48   Call                   t1, t1, 0
                50   Copy                   t2, t0
                51   Copy                   t3, t1
                52   GetItem                t2, t2, t3
                53   LoadGlobal             t3, .v
                56   Call                   t3, t3, 0
                58   Add'                   t2, t2, t3
                59   SetItem                t0, t1, t2
            5 │ del a, x.y, d[1]
                60   DeleteGlobal           .a
                62   LoadGlobal             t0, .x
                65   DeleteAttr             t0, .y
                67   LoadGlobal             t0, .d
                70   LoadInt                t1, #1
                71   DeleteItem             t0, t1
                72   LoadSpecial            t0, 0
                73   Return                 t0
    "#]],
    );
}

#[test]
fn far_jumps_go_through_a_second_jump() {
    let body = "        x = x + 1.5\n".repeat(20_000);
    let source = format!("def f(x):\n    while x < 1000:\n{body}    return x\n");
    let unit = compile(&source, "t.py", Options::default()).expect("valid source");
    verify(&unit).expect("sound code");
}
