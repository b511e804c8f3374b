"""System calls by name, for the two machines whose numbers we know.

The standard library has no call for most of what a lock-down needs. Anything refused is an
`OSError` that names the call.
"""

import ctypes
import functools
import os
import sys

MACHINES = ("x86_64", "aarch64")  # the columns of the table

# name, number on x86_64, number on aarch64; "-" where a machine lacks the call
_TABLE = """
    read 0 63  write 1 64  readv 19 65  writev 20 66  pread64 17 67  close 3 57  close_range 436 436
    lseek 8 62  dup 32 23  dup2 33 -  dup3 292 24  pipe 22 -  pipe2 293 59  poll 7 -  ppoll 271 73
    select 23 -  pselect6 270 72  stat 4 -  fstat 5 80  lstat 6 -  newfstatat 262 79  statx 332 291
    access 21 -  faccessat 269 48  faccessat2 439 439  readlink 89 -  readlinkat 267 78
    getdents64 217 61  getcwd 79 17  umask 95 166  mmap 9 222  munmap 11 215  mremap 25 216
    mprotect 10 226  madvise 28 233  brk 12 214  rt_sigaction 13 134  rt_sigprocmask 14 135
    rt_sigreturn 15 139  rt_sigpending 127 136  rt_sigsuspend 130 133  rt_sigtimedwait 128 137
    sigaltstack 131 132  pause 34 -  alarm 37 -  getitimer 36 102  setitimer 38 103
    nanosleep 35 101  clock_nanosleep 230 115  clock_gettime 228 113  clock_getres 229 114
    gettimeofday 96 169  time 201 -  times 100 153  futex 202 98  set_robust_list 273 99
    rseq 334 293  membarrier 324 283  set_tid_address 218 96  sched_yield 24 124
    sched_getaffinity 204 123  getcpu 309 168  arch_prctl 158 -  restart_syscall 219 128
    getpid 39 172  getppid 110 173  gettid 186 178  getpgrp 111 -  getpgid 121 155  getsid 124 156
    getuid 102 174  geteuid 107 175  getgid 104 176  getegid 108 177  getresuid 118 148
    getresgid 120 150  getgroups 115 158  getrlimit 97 163  getrusage 98 165  sysinfo 99 179
    uname 63 160  getrandom 318 278  exit 60 93  exit_group 231 94  recvfrom 45 207  open 2 -
    openat 257 56  clone 56 220  kill 62 129  tgkill 234 131  ioctl 16 29  fcntl 72 25
    prctl 157 167  prlimit64 302 261  sendto 44 206  openat2 437 437  clone3 435 435
    socket 41 198  socketpair 53 199  connect 42 203  bind 49 200  listen 50 201  accept 43 202
    accept4 288 242  sendmsg 46 211  recvmsg 47 212  sendmmsg 307 269  recvmmsg 299 243
    fork 57 -  vfork 58 -  execve 59 221  execveat 322 281  wait4 61 260  waitid 247 95
    ptrace 101 117  process_vm_readv 310 270  process_vm_writev 311 271  kcmp 312 272
    pidfd_open 434 434  pidfd_getfd 438 438  pidfd_send_signal 424 424  tkill 200 130
    rt_sigqueueinfo 129 138  rt_tgsigqueueinfo 297 240  creat 85 -  truncate 76 45  ftruncate 77 46
    fallocate 285 47  mkdir 83 -  mkdirat 258 34  rmdir 84 -  mknod 133 -  mknodat 259 33
    unlink 87 -  unlinkat 263 35  rename 82 -  renameat 264 38  renameat2 316 276  link 86 -
    linkat 265 37  symlink 88 -  symlinkat 266 36  chmod 90 -  fchmod 91 52  fchmodat 268 53
    chown 92 -  fchown 93 55  lchown 94 -  fchownat 260 54  utimensat 280 88  setxattr 188 5
    chdir 80 49  fchdir 81 50  chroot 161 51  open_by_handle_at 304 265
    memfd_create 319 279  memfd_secret 447 447  shmget 29 194  shmat 30 196  mq_open 240 180
    io_uring_setup 425 425  io_uring_enter 426 426  userfaultfd 323 282  perf_event_open 298 241
    pwrite64 18 68  pwritev 296 70  fsync 74 82  fdatasync 75 83  msync 26 227  listxattr 194 11
    llistxattr 195 12  flistxattr 196 13  getxattr 191 8  lgetxattr 192 9  fgetxattr 193 10
    bpf 321 280  add_key 248 217  request_key 249 218  keyctl 250 219  unshare 272 97  setns 308 268
    mount 165 40  umount2 166 39  pivot_root 155 41  open_tree 428 428  move_mount 429 429
    fsopen 430 430  mount_setattr 442 442  setuid 105 146  setgid 106 144  setresuid 117 147
    setresgid 119 149  setgroups 116 159  setsid 112 157  setpgid 109 154  capget 125 90
    capset 126 91  seccomp 317 277  setrlimit 160 164  setpriority 141 140
    sched_setaffinity 203 122  sched_setscheduler 144 119  sched_setattr 314 274  personality 135 92
    mlock 149 228  mlockall 151 230  landlock_create_ruleset 444 444  landlock_add_rule 445 445
    landlock_restrict_self 446 446
"""


@functools.cache
def machine() -> str | None:
    """This machine's column, or None where numbers are unknown (not Linux, 32 bits, others)."""
    if sys.platform != "linux" or sys.maxsize < 2**32:
        return None
    name = os.uname().machine
    return name if name in MACHINES else None


@functools.cache
def numbers(machine: str | None) -> dict[str, int]:
    """Every known call of a machine with its number; empty for an unknown machine."""
    if machine is None:
        return {}
    words = _TABLE.split()
    column = words[1 + MACHINES.index(machine) :: 3]
    pairs = zip(words[::3], column, strict=True)
    return {name: int(number) for name, number in pairs if number != "-"}


def syscall(name: str, *arguments: int | bytes | None) -> int:
    """Make one system call; bytes are passed as a pointer to them, None as a null pointer."""
    number = numbers(machine()).get(name)
    if number is None:
        raise OSError(0, f"{name}: its number is not known on this machine")
    passed = (ctypes.c_long(a) if isinstance(a, int) else ctypes.c_char_p(a) for a in arguments)
    result = _library().syscall(ctypes.c_long(number), *passed)
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def prctl(option: int, value: int = 0) -> int:
    """Ask or set one property of this process (`PR_...`); libc knows this one on any machine."""
    result = _library().prctl(option, *map(ctypes.c_ulong, (value, 0, 0, 0)))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"prctl: {os.strerror(code)}")
    return result


def reason(error: OSError) -> str:
    """An error in the words of a report, without its number."""
    words = error.strerror or str(error)
    return f"{error.filename}: {words}" if error.filename else words


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library
