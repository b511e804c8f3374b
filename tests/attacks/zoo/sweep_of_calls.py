"""Makes dozens of system calls by number, with senseless arguments: does the kernel even look?"""
import ctypes
import errno
import os

EVERYWHERE = [*range(424, 435), 438, 440, 441, 442, 443, 446, 448, *range(450, 462)]
X86 = """40 46 47 48 49 50 54 55 66 70 71 73 74 75 77 82 86 88 91 93 132 133 136 137 138 139 155 163
    167 179 180 187 191 194 206 213 216 221 227 232 237 239 246 248 253 254 266 275 276 278 280 282
    283 285 289 290 291 294 298 300 303 304 306 308 310 311 312 313 317 320 321 322 326 327 330"""
ON_FILES = {74, 75, 77, 82, 191, 194, 280, 285} if SCRATCH else set()  # it may write there
libc = ctypes.CDLL(None, use_errno=True)
for number in EVERYWHERE + [int(n) for n in X86.split() if os.uname().machine == "x86_64"]:
    if number in ON_FILES:
        continue
    result = libc.syscall(number, *map(ctypes.c_long, (-1,) * 6))
    if result >= 0 or ctypes.get_errno() not in (errno.EPERM, errno.EACCES, errno.ENOSYS):
        LOOT.append(number)
