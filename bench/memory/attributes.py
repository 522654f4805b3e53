"""Reads, replaces, adds and deletes attributes of ordinary instances, all of which keep a dictionary.

The old value of an attribute dies at the assignment that replaces it.
"""
import time

OBJECTS = 300
ROUNDS = 3_200


class Account:
    def __init__(self, number):
        self.number = number
        self.balance = 0
        self.history = ()
        self.owner = self.number * 3

    def deposit(self, amount):
        self.balance += amount
        self.history = (amount, self.balance)

    def audit(self):
        return self.history[0] + self.history[1] - self.owner


accounts = [Account(number) for number in range(OBJECTS)]
total = 0

started = time.process_time()
for amount in range(ROUNDS):
    for account in accounts:
        account.deposit(amount)
        total += account.audit()
print("PHASE replace", time.process_time() - started)

started = time.process_time()
for amount in range(ROUNDS):
    for account in accounts:
        account.note = [amount]
        total += account.note[0]
        del account.note
print("PHASE add_and_delete", time.process_time() - started)

started = time.process_time()
for amount in range(ROUNDS // 2):
    for account in accounts:
        for name in ("number", "balance", "owner"):
            setattr(account, name, getattr(account, name) + 1)
        total += hasattr(account, "missing")
print("PHASE by_name", time.process_time() - started)
print("CHECK attributes", total, sum(account.balance for account in accounts))
