"""The walls around a process that reads a stranger's file: no network, no files, no other process, an end.

Linux enforces them: limits of resources everywhere, name spaces where the system lets one have them without
privilege, and on x86-64 and ARM-64 a list of the calls a reader needs (seccomp). What a system refuses is
left out; the limits always hold.
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct
import sys

from confianza.web.tips.cleaning import limits

# prctl(2), unshare(2), seccomp(2)
_DIE_WITH_PARENT, _NOT_DUMPABLE, _NO_NEW_PRIVILEGES, _SECCOMP = 1, 4, 38, 22
_FILTER_MODE = 2
_NEW_USER, _NEW_NETWORK, _NEW_MESSAGES = 0x1000_0000, 0x4000_0000, 0x0800_0000
_ALLOW, _REFUSE, _KILL = 0x7FFF_0000, 0x0005_0001, 0x8000_0000  # refuse: EPERM
_LOAD, _EQUAL, _ANSWER = 0x20, 0x15, 0x06
# Of a process that decodes what it already holds. Numbers: the kernel's tables of x86-64 and of ARM-64.
_CALLS = {
    "x86_64": (
        0xC000_003E,
        (
            # read write close fstat lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn
            *(0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15),
            # mremap madvise getpid exit gettimeofday sigaltstack gettid futex sched_getaffinity clock_gettime
            *(25, 28, 39, 60, 96, 131, 186, 202, 204, 228),
            # exit_group tgkill getrandom rseq getrusage sched_yield
            *(231, 234, 318, 334, 98, 24),
        ),
    ),
    "aarch64": (
        0xC000_00B7,
        (
            *(63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139),
            *(216, 233, 172, 93, 169, 132, 178, 98, 123, 113),
            *(94, 131, 278, 293, 165, 124),
        ),
    ),
}


def alone() -> None:
    """Cut this process off from the network, where the system allows it, and leave no image of its memory."""
    _limit(resource.RLIMIT_CORE, 0)
    libc = _libc()
    if libc is None:
        return
    libc.prctl(_NOT_DUMPABLE, 0, 0, 0, 0)
    libc.unshare(_NEW_USER | _NEW_NETWORK | _NEW_MESSAGES)


def locked_in() -> bool:
    """Let this process do nothing any more but compute, and not for long; say whether calls are filtered.

    Files that are open stay so; every module it will need must be loaded.
    """
    used = _memory_used()
    if used:
        _limit(resource.RLIMIT_AS, used + limits.MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, limits.PROCESSOR_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    libc = _libc()
    if libc is None:
        return False
    # Only here: of the service it would be the thread whose end counts, and its threads come and go.
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    return _filter_calls(libc)


def _limit(which: int, most: int) -> None:
    # A limit that already stands lower may not be raised.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (most, most))


def _memory_used() -> int:
    try:
        with open("/proc/self/statm", "rb") as told:
            return int(told.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def _filter_calls(libc: ctypes.CDLL) -> bool:
    """Refuse every system call that is not listed (a filter of the classic packet-filter machine)."""
    if platform.machine() not in _CALLS:
        return False
    architecture, calls = _CALLS[platform.machine()]
    told = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_ANSWER, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    for position, call in enumerate(calls):
        told.append((_EQUAL, len(calls) - position, 0, call))
    told += [(_ANSWER, 0, 0, _REFUSE), (_ANSWER, 0, 0, _ALLOW)]
    program = _Program(len(told), b"".join(struct.pack("HBBI", *each) for each in told))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.prctl(_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0)
