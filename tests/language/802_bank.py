"""A bank: accounts, transactions, interest, errors that carry data."""


class InsufficientFunds(Exception):
    def __init__(self, account, needed):
        self.account = account
        self.needed = needed
        super().__init__(f"{account.owner} lacks {needed - account.balance} cents")


class AccountClosed(Exception):
    pass


class Account:
    next_number = 1000
    kind = "account"

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.number = Account.next_number
        Account.next_number += 1
        self.history = []
        self.open = True

    def require_open(self):
        if not self.open:
            raise AccountClosed(self.number)

    def deposit(self, amount):
        self.require_open()
        if amount <= 0:
            raise ValueError("amount must be positive, got %d" % amount)
        self.balance += amount
        self.history.append(("deposit", amount))

    def withdraw(self, amount):
        self.require_open()
        if amount > self.available():
            raise InsufficientFunds(self, amount)
        self.balance -= amount
        self.history.append(("withdraw", amount))

    def available(self):
        return self.balance

    def month_end(self):
        pass

    def __repr__(self):
        return f"<{self.kind} {self.number} {self.owner}: {format_money(self.balance)}>"

    def __lt__(self, other):
        return self.balance < other.balance


class Savings(Account):
    kind = "savings"

    def __init__(self, owner, balance=0, rate=3):
        super().__init__(owner, balance)
        self.rate = rate

    def month_end(self):
        interest = self.balance * self.rate // 1200
        if interest:
            self.deposit(interest)


class Checking(Account):
    kind = "checking"

    def __init__(self, owner, balance=0, overdraft=0):
        super().__init__(owner, balance)
        self.overdraft = overdraft

    def available(self):
        return self.balance + self.overdraft

    def month_end(self):
        if self.balance < 0:
            fee = max(100, -self.balance // 50)
            self.balance -= fee
            self.history.append(("fee", fee))


def format_money(cents):
    sign = "-" if cents < 0 else ""
    return "%s$%d.%02d" % (sign, abs(cents) // 100, abs(cents) % 100)


class Bank:
    def __init__(self):
        self.accounts = {}
        self.log = []

    def add(self, account):
        self.accounts[account.number] = account
        return account

    def transfer(self, source, target, amount):
        try:
            source.withdraw(amount)
            try:
                target.deposit(amount)
            except (AccountClosed, ValueError):
                source.deposit(amount)
                raise
        except InsufficientFunds as e:
            self.log.append("REFUSED %s: %s" % (format_money(amount), e))
            return False
        except AccountClosed as e:
            self.log.append("CLOSED %s" % e)
            return False
        else:
            self.log.append("MOVED %s from %d to %d" % (format_money(amount), source.number, target.number))
            return True
        finally:
            self.log.append("total %s" % format_money(self.total()))

    def total(self):
        return sum(a.balance for a in self.accounts.values())

    def month_end(self):
        for number in sorted(self.accounts):
            self.accounts[number].month_end()

    def report(self):
        width = max(len(a.owner) for a in self.accounts.values())
        for account in sorted(self.accounts.values(), reverse=True):
            print(f"{account.owner:<{width}} {account.kind:>9} {format_money(account.balance):>12} {len(account.history):3d}")


bank = Bank()
alice = bank.add(Savings("Alice", 150000, rate=5))
bob = bank.add(Checking("Bob", 20000, overdraft=10000))
carol = bank.add(Account("Caroline"))
print(bank.transfer(alice, bob, 50000), bank.transfer(bob, carol, 75000), bank.transfer(carol, alice, 80000), bank.transfer(bob, carol, 10000))
carol.open = False
print(bank.transfer(alice, carol, 1))
for line in bank.log:
    print(line)
for month in range(1, 7):
    bank.month_end()
    print(month, alice, bob)
bank.report()
for action in (lambda: alice.deposit(-5), lambda: carol.withdraw(1), lambda: bob.withdraw(10 ** 9)):
    try:
        action()
    except (ValueError, AccountClosed, InsufficientFunds) as e:
        print(type(e).__name__, e, getattr(e, "needed", None))
print(alice.history)
print(isinstance(alice, Account), min(bank.accounts.values()), Account.next_number)
