# === the mode and the source are checked ===
compile("1", "f", "wrong")                  # raises: ValueError: compile() mode must be 'exec', 'eval' or 'single'

# === texts that are no programs ===
eval("1 +")                                 # raises: SyntaxError: invalid syntax (<string>, line 1)
exec("x = ")                                # raises: SyntaxError: invalid syntax (<string>, line 1)
eval("x = 1")                               # raises: SyntaxError: invalid syntax (<string>, line 1)
compile("a b", "f", "exec")                 # raises: SyntaxError: invalid syntax (f, line 1)
compile("if x:\npass", "f", "exec")         # raises: IndentationError: expected an indented block after 'if' statement on line 1 (f, line 2)
eval("(1")                                  # raises: SyntaxError: '(' was never closed (<string>, line 1)
eval("'abc")                                # raises: SyntaxError: unterminated string literal (detected at line 1) (<string>, line 1)
compile("def f(:\n pass", "f", "exec")      # raises: SyntaxError: invalid syntax (f, line 1)

# === programs that make no sense ===
compile("return 1", "f", "exec")            # raises: SyntaxError: 'return' outside function (f, line 1)
compile("break", "f", "exec")               # raises: SyntaxError: 'break' outside loop (f, line 1)
compile("yield 1", "f", "exec")             # raises: SyntaxError: 'yield' outside function (f, line 1)
compile("def f(a, a): pass", "f", "exec")   # raises: SyntaxError: duplicate argument 'a' in function definition (f, line 1)
compile("x = 1\nglobal x", "f", "exec")     # raises: SyntaxError: name 'x' is assigned to before global declaration (f, line 2)
compile("nonlocal x", "f", "exec")          # raises: SyntaxError: nonlocal declaration not allowed at module level (f, line 1)
compile("f() = 1", "f", "exec")             # raises: SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='? (f, line 1)
compile("1 = x", "f", "exec")               # raises: SyntaxError: cannot assign to literal here. Maybe you meant '==' instead of '='? (f, line 1)
compile("def f():\n  x = 1\n  global x", "f", "exec")  # raises: SyntaxError: name 'x' is assigned to before global declaration (f, line 3)
compile("a, *b, *c = x", "f", "exec")       # raises: SyntaxError: multiple starred expressions in assignment (f, line 1)
compile("f(a=1, 2)", "f", "exec")           # raises: SyntaxError: positional argument follows keyword argument (f, line 1)
compile("continue", "f", "exec")            # raises: SyntaxError: 'continue' not properly in loop (f, line 1)
