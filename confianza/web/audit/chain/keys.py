"""The key file of an account, `keys/audit-<account>`: the secrets of the next entry and of the next head.

It may lag behind the register, never run ahead of it: it is written after the commit, from where the key goes
forward by itself. A rolled-back deed leaves no trace here, a killed process a lag that the next entry makes
up. Hence a register that ends before the key file says was cut.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nacl.signing import SigningKey

from confianza.store import durable
from confianza.web.audit.chain import links

NAME = "audit"
ONLY_I_READ = 0o600
FARTHEST = 10_000  # steps a key is taken forward at once


@dataclass(frozen=True)
class State:
    """Where an account stands, and the secrets to go on from there."""

    account: str
    root: str  # the public key that the first head is signed with
    since: int  # the first entry made under these keys; later than 1 when keys were lost
    next: int  # number of the next entry
    digest: str  # of the entry before it
    key: str  # of the next entry's mac
    head: int  # number of the next head
    seed: str  # of the key that signs it

    @property
    def secret(self) -> bytes:
        return bytes.fromhex(self.key)

    @property
    def signer(self) -> SigningKey:
        return SigningKey(bytes.fromhex(self.seed))

    @property
    def next_signer(self) -> SigningKey:
        """The key of the head after the next, whose public half the next head vouches for."""
        return SigningKey(links.evolve(bytes.fromhex(self.seed)))

    def after_entry(self, digest: str) -> "State":
        """Return the state once the next entry, of this digest, is written."""
        return replace(self, next=self.next + 1, digest=digest, key=links.evolve(self.secret).hex())

    def after_head(self) -> "State":
        """Return the state once the next head is signed."""
        return replace(self, head=self.head + 1, seed=self.next_signer.encode().hex())

    def at(self, number: int, head: int) -> "State":
        """Return the state with the secrets gone forward to entry `number` and to `head`, digest as it is."""
        key = links.evolve(self.secret, _steps(number - self.next))
        seed = links.evolve(bytes.fromhex(self.seed), _steps(head - self.head))
        last = max(number, self.next), max(head, self.head)
        return replace(self, next=last[0], key=key.hex(), head=last[1], seed=seed.hex())

    @property
    def remembers(self) -> bool:
        """Whether anything was ever committed under these keys."""
        return (self.next, self.head) > (self.since, 1)


def _steps(wanted: int) -> int:
    # A forged number of many digits must not keep every deed waiting for a key nobody will ever check.
    return max(0, min(wanted, FARTHEST))


def fresh(*, account: str, since: int = 1, digest: str = "", head: int = 1) -> State:
    """Return new secrets for an account that begins, or whose key file was lost before entry `since`."""
    signer = SigningKey.generate()
    root = signer.verify_key.encode().hex()
    return State(
        account=account,
        root=root,
        since=since,
        next=since,
        digest=digest or links.beginning(account, root),
        key=secrets.token_hex(links.KEY_BYTES),
        head=head,
        seed=signer.encode().hex(),
    )


def read(folder: Path, account: str) -> State | None:
    """Return the state of an account; None where there is none, or nothing that was written here.

    Raises OSError where a file stands that may not be read: new keys would destroy good ones.
    """
    return _parsed(folder / f"{NAME}-{account}")


def keep(folder: Path, state: State) -> None:
    """Write `state`, unless the file already stands as far."""
    with _locked(folder):
        known = read(folder, state.account)
        if known is None:
            _put_by(folder / f"{NAME}-{state.account}")
        if known is None or (known.next, known.head) < (state.next, state.head):
            _write(folder, state)


def others(folder: Path, account: str = "") -> list[State]:
    """Return the states of other accounts than this that remember entries or heads."""
    return [state for state in _all(folder) if state.account != account and state.remembers]


def forget_unborn(folder: Path) -> None:
    """Remove the keys of accounts whose first deed was rolled back."""
    with _locked(folder):
        for state in _all(folder):
            if not state.remembers:
                (folder / f"{NAME}-{state.account}").unlink(missing_ok=True)


def _all(folder: Path) -> list[State]:
    return [state for file in sorted(folder.glob(f"{NAME}-*")) if (state := _parsed(file))]


def _parsed(file: Path) -> State | None:
    try:
        return State(**json.loads(file.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _put_by(file: Path) -> None:
    """Keep what can no longer be read, under a name that is no account's."""
    if file.exists():
        file.rename(file.with_name(f"spoilt-{file.name}-{secrets.token_hex(4)}"))


def _write(folder: Path, state: State) -> None:
    aside = folder / f".{NAME}.{secrets.token_hex(4)}"
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "w") as file:
        json.dump(asdict(state), file)
        file.flush()
        os.fsync(file.fileno())
    # The folder is not flushed: after a power cut the older state may stand there, which only lags.
    aside.rename(folder / f"{NAME}-{state.account}")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    durable.folder(folder)
    with open(os.open(folder / f".{NAME}.lock", os.O_WRONLY | os.O_CREAT, ONLY_I_READ), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
